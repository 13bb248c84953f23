use super::*;

fn driver(bytes_per_second: usize) -> Driver {
    let config = Config { bytes_per_second, ..Config::new("http://localhost") };
    let (_, commands) = mpsc::unbounded();
    let (queue, _) = mpsc::unbounded();
    let waiting = Arc::new(Gauge::new(config.waiting_events));
    let shared = Arc::new(Shared::new(&config));
    let mut driver = Driver::new(config, commands, Reports { queue, waiting }, shared);
    // It has something to say at once.
    driver.lines.insert(LinkId(0), Line::failed("gone".to_owned()));
    driver
}

#[test]
fn a_line_that_has_said_too_much_is_not_read_until_the_alarm() {
    let cx = &mut Context::from_waker(std::task::Waker::noop());
    let frame = || Signal::Got("x".repeat(10_000_000));
    let mut driver = self::driver(1_000);
    driver.signal(LinkId(7), frame());
    assert!(driver.poll_signal(cx).is_pending());
    assert!(driver.deadline().is_some(), "or nobody would look again");
    let mut driver = self::driver(usize::MAX);
    driver.signal(LinkId(7), frame());
    assert!(driver.poll_signal(cx).is_ready());
    assert_eq!(driver.deadline(), None);
}
