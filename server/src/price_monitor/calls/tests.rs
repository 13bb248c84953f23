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

#[test]
fn a_service_with_too_much_to_do_has_failed_and_may_say_for_how_long() {
    let said = |status: u16, after: Option<&str>| {
        let value = |it: &str| (RETRY_AFTER, HeaderValue::from_str(it).expect("is a header"));
        let status = StatusCode::from_u16(status).expect("is one");
        turned_down(status, &HeaderMap::from_iter(after.map(value)))
    };
    let rest = |seconds| CallError::Resting(Duration::from_secs(seconds));
    assert_eq!(said(429, Some("7")), rest(7));
    assert_eq!(said(503, Some("0")), rest(1));
    assert_eq!(said(429, Some("86400")), rest(300));
    for wrong in [None, Some("soon"), Some("-1"), Some("1e9"), Some("99999999999999999999")] {
        assert_eq!(said(429, wrong), CallError::Status(429), "{wrong:?}");
    }
    assert_eq!(said(400, Some("7")), CallError::Status(400));
    for (status, is_failure) in [
        (301, true),
        (400, false),
        (408, true),
        (409, false),
        (429, true),
        (500, true),
        (503, true),
    ] {
        assert_eq!(said(status, None).is_failure(), is_failure, "{status}");
    }
    assert!(rest(7).is_failure() && !CallError::NotFound.is_failure());
}
