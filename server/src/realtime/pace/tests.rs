use super::*;
use protocol::{
    Room, Timestamp,
    order::{LogLevel, LogLine, OrderLog, OrderProgress, OrderState, OrderStatus, Phase, RunState},
};
use std::time::Duration;
use tokio::{
    sync::mpsc,
    time::{Instant, sleep},
};
use uuid::Uuid;

const ORDER: OrderId = OrderId(Uuid::from_u128(1));
const WORK: Work = Work::Order(ORDER);

fn to_watchers(event: ServerEvent) -> Waiting {
    (vec![Room::Order(ORDER).to_string()], event)
}

fn progress(version: i64) -> Waiting {
    let (phase, updated_at) = (Phase::Traffic, Timestamp(0));
    let event =
        OrderProgress { order_id: ORDER, version, phase, done: version, total: 90, updated_at };
    to_watchers(ServerEvent::Progress(event))
}

fn log(numbers: std::ops::Range<i64>) -> Waiting {
    let line = |number| LogLine {
        number,
        level: LogLevel::Info,
        at: Timestamp(0),
        message: String::new(),
    };
    let event = OrderLog { order_id: ORDER, lines: numbers.map(line).collect() };
    to_watchers(ServerEvent::Log(event))
}

fn status(version: i64) -> ServerEvent {
    let at = Timestamp(0);
    ServerEvent::Status(OrderStatus {
        order_id: ORDER,
        version,
        state: OrderState::Scheduled,
        phase: Phase::Traffic,
        run: RunState::Working,
        done: 0,
        total: 90,
        failures: 0,
        reason: None,
        started_at: at,
        phase_started_at: at,
        updated_at: at,
        last_line: 0,
    })
}

#[test]
fn the_newest_progress_and_every_line_get_out() {
    let mut book = PaceBook::default();
    assert_eq!(book.offer(WORK, progress(1)), Some(progress(1)));
    for step in 0..40 {
        assert_eq!(book.offer(WORK, progress(2 + step)), None);
        assert_eq!(book.offer(WORK, log(step * 3..step * 3 + 3)), None);
    }
    let told: Vec<_> = std::iter::from_fn(|| book.turn(WORK)).collect();
    assert_eq!(told.iter().filter(|(_, event)| event.name() == "progress").count(), 1);
    assert_eq!(told[0], progress(41));
    let lines: Vec<usize> = told
        .iter()
        .filter_map(|(_, event)| match event {
            ServerEvent::Log(log) => Some(log.lines.len()),
            _ => None,
        })
        .collect();
    assert_eq!(lines, [50, 50, 20]);
    assert_eq!(book.offer(WORK, progress(50)), Some(progress(50)), "after a rest at once again");
}

#[test]
fn whoever_comes_is_told_the_newest_with_all_others() {
    let mut book = PaceBook::default();
    let to = |room: &str, version| (vec![room.to_owned()], status(version));
    assert!(book.offer(WORK, to("order", 1)).is_some());
    assert_eq!(book.offer(WORK, to("order", 3)), None);
    assert_eq!(book.offer(WORK, to("socket", 2)), None, "read before the third was stored");
    let both = vec!["order".to_owned(), "socket".to_owned()];
    assert_eq!(book.turn(WORK), Some((both.clone(), status(3))));
    assert_eq!(book.offer(WORK, to("socket", 3)), None, "joining counts as being told");
    assert_eq!(book.offer(WORK, to("order", 4)), None);
    assert_eq!(book.turn(WORK), Some((both, status(4))));
    assert_eq!(book.turn(WORK), None);
}

/// By a clock that moves when nobody has anything left to do.
#[tokio::test(start_paused = true)]
async fn what_is_told_of_an_order_keeps_its_distance_and_loses_nothing() {
    let (sender, mut posts) = mpsc::unbounded_channel();
    let pace = Pace::new(Postbox::new(sender));
    tokio::spawn(async move {
        for step in 0..60 {
            for (rooms, event) in [progress(step), log(step * 3..step * 3 + 3)] {
                pace.tell(WORK, rooms, event);
            }
            sleep(Duration::from_millis(40)).await;
        }
    });
    let (mut times, mut lines, mut newest) = (Vec::new(), Vec::new(), 0);
    // Ends when the last of it was told.
    while let Some(post) = posts.recv().await {
        times.push(Instant::now());
        match post {
            Post::Event { event: ServerEvent::Progress(progress), .. } => newest = progress.version,
            Post::Event { event: ServerEvent::Log(log), .. } => {
                lines.extend(log.lines.into_iter().map(|line| line.number));
            }
            _ => panic!("nobody told this"),
        }
    }
    assert!(times.windows(2).all(|pair| pair[1] - pair[0] >= ORDER_EVERY), "{times:?}");
    assert_eq!(newest, 59);
    assert_eq!(lines, (0..180).collect::<Vec<_>>());
}
