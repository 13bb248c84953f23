use super::*;
use std::collections::BTreeSet;

#[test]
fn every_request_has_a_name_of_its_own_and_stands_once() {
    let (mut names, mut addresses) = (BTreeSet::new(), BTreeSet::new());
    for request in groups().iter().flat_map(|group| &group.requests) {
        assert!(names.insert(request.name), "{}", request.name);
        assert!(addresses.insert((request.method, request.path)), "{}", request.path);
        assert!(!request.answers.is_empty(), "{} answers nothing", request.name);
    }
}

#[test]
fn what_is_sent_both_ways_has_one_shape() {
    let mut writer = Writer::new();
    for group in groups() {
        for request in &group.requests {
            writer.operation(&group, request);
        }
    }
    for (name, shape) in writer.reads.definitions() {
        let other = writer.writes.definitions().get(name);
        assert!(other.is_none_or(|other| other == shape), "{name}: {shape} and {other:?}");
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let document: Value = serde_json::from_str(&document()).unwrap();
    let text = document.to_string();
    for part in text.split("\"$ref\":\"").skip(1) {
        let path = part.split('"').next().unwrap().trim_start_matches('#');
        assert!(document.pointer(path).is_some(), "{path}");
    }
}
