use super::*;
use proptest::prelude::*;
use serde_json::json;

const NOW: Timestamp = Timestamp(1_800_000_000_000);

#[track_caller]
fn read(meaning: ExternalState, args: Value) -> ExternalProgress {
    let Value::Array(args) = args else { panic!("arguments are a list") };
    event(Meaning(meaning), unpacked(args), NOW).expect("is understood")
}

fn progress(args: Value) -> ExternalProgress {
    read(ExternalState::Processing, args)
}

#[test]
fn many_shapes_are_one() {
    let shapes = [
        json!([{"jobId": "j1", "status": "PROCESSING", "progress": 45}]),
        json!([{"job_id": "j1", "state": "in-progress", "percent": "45 %"}]),
        json!([{"id": "j1", "percentage": 45.9}]),
        json!(["j1", {"progress": {"done": 9, "total": 20}}]),
        json!(["j1", 45]),
        json!([{"job": {"id": "j1", "status": "running"}, "processed": 9, "total": 20}]),
        json!([{"type": "status_update", "data": {"jobId": "j1", "progress": 45}}]),
        json!(["{\"jobId\":\"j1\",\"progress\":45}"]),
    ];
    for shape in shapes {
        let read = progress(shape.clone());
        let said = (read.external_id.as_str(), read.state, read.progress, read.updated_at);
        assert_eq!(said, ("j1", ExternalState::Processing, Some(45), NOW), "{shape}");
    }
    assert_eq!(progress(json!([{"jobId": 17}])).external_id.as_str(), "17");
}

#[test]
fn an_end_says_what_came_of_it() {
    let done = read(ExternalState::Completed, json!([{"jobId": "j1", "prices": [1, 2]}]));
    assert_eq!((done.state, done.progress), (ExternalState::Completed, Some(100)));
    assert_eq!(done.result.as_deref(), Some(&json!([1, 2])));
    let failed = read(
        ExternalState::Failed,
        json!([{"jobId": "j1", "status": "processing", "error": {"message": "no\nluck"}}]),
    );
    assert_eq!((failed.state, failed.error), (ExternalState::Failed, Some("noluck".to_owned())));
    assert_eq!(
        progress(json!([{"jobId": "j1", "status": "Cancelled"}])).state,
        ExternalState::Cancelled
    );
}

#[test]
fn a_result_comes_with_an_end_and_is_bounded() {
    let early = progress(json!([{"jobId": "j1", "progress": 5, "result": [1], "eta": 3}]));
    assert_eq!((early.result, Value::from(early.raw)), (None, json!({"eta": 3})));
    let end = |result: Value| {
        read(ExternalState::Completed, json!([{"jobId": "j1", "result": result}])).result
    };
    assert!(end(Value::from(vec![json!([]); 5_000])).is_some());
    // As many as a packet of 1 MB holds.
    assert_eq!(end(Value::from(vec![json!([]); 350_000])), None);
    assert_eq!(end(json!("x".repeat(600_000))), None);
}

#[test]
fn times_are_read_and_not_believed_when_they_lie_ahead() {
    let at = |time: Value| progress(json!([{"jobId": "j1", "updatedAt": time}])).updated_at;
    assert_eq!(at(json!("2026-01-02T03:04:05Z")), Timestamp(1_767_323_045_000));
    assert_eq!(at(json!(1_767_323_045)), Timestamp(1_767_323_045_000));
    assert_eq!(at(json!(1_767_323_045_000_i64)), Timestamp(1_767_323_045_000));
    assert_eq!(at(json!("2999-01-01T00:00:00Z")), NOW);
    assert_eq!(at(json!("yesterday")), NOW);
}

#[test]
fn odd_fields_are_kept_unless_they_are_many() {
    let odd = progress(json!([{"jobId": "j1", "status": "daydreaming", "eta": 5, "worker": "w3"}]));
    assert_eq!(Value::from(odd.raw), json!({"eta": 5, "worker": "w3"}));
    assert_eq!(odd.state, ExternalState::Processing, "a state nobody knows is that of the event");
    let flood = progress(json!([{"jobId": "j1", "note": "x".repeat(5_000)}]));
    assert!(flood.raw.is_empty());
}

#[test]
fn what_says_nothing_of_a_job_is_refused_with_its_reason() {
    let refused = |args: Value| {
        let Value::Array(args) = args else { panic!("arguments are a list") };
        event(Meaning(ExternalState::Processing), unpacked(args), NOW).expect_err("is refused")
    };
    for nothing in [json!([]), json!([null]), json!([7]), json!([[1]]), json!(["{broken"])] {
        assert_eq!(refused(nothing), Malformed::NoFields);
    }
    assert_eq!(refused(json!([{"progress": 3}])), Malformed::NoJob);
    for bad in [json!("a/b"), json!(""), json!({"a": 1}), json!(true)] {
        assert_eq!(refused(json!([{"jobId": bad}])), Malformed::BadJob);
    }
    let id = ExternalId::parse("j1").expect("is a name");
    assert_eq!(status(&id, json!({"jobId": "j2", "status": "done"}), NOW), Err(Malformed::BadJob));
    let said = status(&id, json!({"status": "done"}), NOW).expect("is understood");
    assert_eq!((&said.external_id, said.state), (&id, ExternalState::Completed));
    assert_eq!(status(&id, json!({"jobId": "j1"}), NOW), Err(Malformed::NoFields));
    let begun = started(json!({"job": {"id": "j1"}}), NOW).expect("is understood");
    assert_eq!((begun.external_id, begun.state), (id, ExternalState::Pending));
    assert_eq!(started(json!({"ok": true}), NOW), Err(Malformed::NoJob));
}

fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        "[0-9]{1,4}%?".prop_map(Value::from),
    ];
    let names = [IDS, STATES, PERCENTS, DONE, TOTALS, ERRORS, RESULTS, TIMES, WRAPPERS].concat();
    leaf.prop_recursive(4, 40, 6, move |inner| {
        let name = prop::sample::select(names.clone()).prop_map(str::to_owned);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((name, inner), 0..8)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn nothing_that_comes_can_hurt(args in prop::collection::vec(anything(), 0..3)) {
        if let Ok(read) = event(Meaning(ExternalState::Processing), unpacked(args), NOW) {
            prop_assert!(read.progress.is_none_or(|percent| percent <= 100));
            prop_assert!(read.updated_at <= NOW);
            prop_assert!(read.result.is_none() || read.state.is_final());
            prop_assert!(read.error.is_none_or(|text| text.chars().count() <= ERROR_CHARS));
            prop_assert!(serde_json::to_string(&read.raw).expect("is JSON").len() <= bounds::RAW_BYTES);
        }
    }
}
