use super::*;
use crate::{price_monitor::settings::PriceMonitorFlags, secret::Secret};

fn calls() -> Calls {
    let flags = PriceMonitorFlags {
        host: Some("https://prices.example".to_owned()),
        key: Some(Secret::new("k-planted-4711")),
        allowed: String::new(),
        timeout_ms: "1000".to_owned(),
        events: String::new(),
        patience: "30,30,120".to_owned(),
    };
    Calls::new(Settings::read(&flags).expect("is right")).expect("can be made")
}

#[test]
fn an_answer_in_which_the_key_stands_once_it_is_cleaned_is_not_taken() {
    let id = ExternalId::parse("j1").expect("is a name");
    let said = |error: &str| {
        let body = json!({"jobId": "j1", "status": "failed", "error": error});
        calls().kept(decode::status(&id, body, Timestamp(0))).map(|it| it.error)
    };
    assert_eq!(said("no luck"), Ok(Some("no luck".to_owned())));
    assert_eq!(said("bad key k-plan\nted-4711"), Err(CallError::Unreadable));
}
