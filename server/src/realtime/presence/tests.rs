use super::*;
use uuid::Uuid;

const GRACE: Duration = Duration::from_millis(15);
const HIDDEN: Privacy = Privacy { shows_typing: true, is_invisible: true, version: 1 };
const SEEN: Privacy = Privacy { shows_typing: true, is_invisible: false, version: 2 };

fn ana() -> UserId {
    UserId(Uuid::from_u128(1))
}

/// A book that knows Ana, who hides nothing.
fn book() -> PresenceBook {
    let mut book = PresenceBook::default();
    book.set_privacy(ana(), Privacy::default(), Timestamp(0));
    book
}

fn state(book: &PresenceBook) -> PresenceState {
    book.of(&[ana()])[0].state
}

#[test]
fn only_the_last_of_three_tabs_ends_presence() {
    let mut book = book();
    let tabs = [Sid::new(), Sid::new(), Sid::new()];
    let changes = tabs.iter().filter(|tab| book.connect(ana(), **tab, Timestamp(0))).count();
    assert_eq!(changes, 1, "coming online is told once");
    for tab in &tabs[..2] {
        book.disconnect(ana(), *tab, Timestamp(10), GRACE);
    }
    assert!(book.sweep(Timestamp(1_000)).is_empty());
    book.disconnect(ana(), tabs[2], Timestamp(1_000), GRACE);
    assert!(book.sweep(Timestamp(1_014)).is_empty(), "still in the grace time");
    assert_eq!(book.sweep(Timestamp(1_015)), [ana()]);
    assert_eq!(state(&book), PresenceState::Offline);
    assert!(book.sweep(Timestamp(9_000)).is_empty(), "going offline is told once");
    assert_eq!(book.count(), 0);
}

#[test]
fn coming_back_within_the_grace_time_is_not_told() {
    let mut book = book();
    let (first, second) = (Sid::new(), Sid::new());
    book.connect(ana(), first, Timestamp(0));
    book.disconnect(ana(), first, Timestamp(10), GRACE);
    assert!(!book.connect(ana(), second, Timestamp(20)));
    assert!(book.sweep(Timestamp(1_000)).is_empty());
    assert_eq!(book.online(), [ana()]);
}

#[test]
fn somebody_is_away_when_nobody_is_before_any_of_their_devices() {
    let mut book = book();
    let (phone, laptop) = (Sid::new(), Sid::new());
    book.connect(ana(), phone, Timestamp(0));
    book.connect(ana(), laptop, Timestamp(0));
    assert!(!book.set_active(ana(), phone, false, Timestamp(1)), "the laptop is used");
    assert!(book.set_active(ana(), laptop, false, Timestamp(2)));
    assert_eq!((state(&book), book.count()), (PresenceState::Away, 1), "away is not gone");
    assert!(book.set_active(ana(), phone, true, Timestamp(3)));
    assert!(book.disconnect(ana(), phone, Timestamp(4), GRACE), "the one that was used is gone");
    assert_eq!(state(&book), PresenceState::Away);
    assert!(!book.disconnect(ana(), laptop, Timestamp(5), GRACE), "grace");
    assert!(!book.set_active(ana(), laptop, true, Timestamp(6)), "it is gone");
}

#[test]
fn a_socket_that_ends_twice_ends_once() {
    let mut book = book();
    let tab = Sid::new();
    book.connect(ana(), tab, Timestamp(0));
    book.disconnect(ana(), tab, Timestamp(10), GRACE);
    book.disconnect(ana(), tab, Timestamp(500), GRACE);
    assert_eq!(book.sweep(Timestamp(25)), [ana()]);
}

#[test]
fn nobody_is_seen_before_it_is_known_what_they_let_others_see() {
    let mut book = PresenceBook::default();
    assert!(!book.connect(ana(), Sid::new(), Timestamp(5)));
    assert_eq!((state(&book), book.count()), (PresenceState::Offline, 0));
    assert!(book.set_privacy(ana(), Privacy::default(), Timestamp(6)));
    assert_eq!((state(&book), book.count()), (PresenceState::Online, 1));
}

#[test]
fn an_invisible_life_leaves_no_trace() {
    let mut book = book();
    let tab = Sid::new();
    book.connect(ana(), tab, Timestamp(10));
    assert!(book.set_privacy(ana(), HIDDEN, Timestamp(20)), "looks as leaving does");
    let gone =
        UserPresence { user_id: ana(), state: PresenceState::Offline, since: Some(Timestamp(20)) };
    assert_eq!(book.of(&[ana()]), [gone]);
    let other = Sid::new();
    let changes = [
        book.connect(ana(), other, Timestamp(30)),
        book.set_active(ana(), tab, false, Timestamp(31)),
        book.set_active(ana(), other, false, Timestamp(32)),
        book.disconnect(ana(), tab, Timestamp(40), GRACE),
        book.disconnect(ana(), other, Timestamp(41), GRACE),
    ];
    assert_eq!(changes, [false; 5]);
    assert!(book.sweep(Timestamp(99)).is_empty());
    assert_eq!(book.of(&[ana()]), [gone], "last seen does not move");
    assert_eq!((book.online(), book.count()), (Vec::new(), 0));
    let noted = book.due_notes(Timestamp(100));
    assert_eq!(noted.len(), 1, "{noted:?}");
    assert_eq!((noted[0].at, noted[0].is_here), (Timestamp(20), false));

    book.connect(ana(), tab, Timestamp(200));
    assert!(book.set_privacy(ana(), SEEN, Timestamp(300)));
    let since = Some(Timestamp(300));
    assert_eq!(book.of(&[ana()])[0].since, since, "not since when they really came");
    assert!(!book.set_privacy(ana(), HIDDEN, Timestamp(301)), "an older choice comes late");
}

#[test]
fn of_somebody_who_is_here_out_of_sight_as_much_is_known_as_of_others() {
    let mut book = PresenceBook::default();
    assert_eq!(book.strangers(&[ana()]), [ana()]);
    book.set_privacy(ana(), HIDDEN, Timestamp(10));
    book.connect(ana(), Sid::new(), Timestamp(10));
    assert_eq!(book.strangers(&[ana()]), [ana()], "when she was last seen is not known yet");
    book.recall(vec![(ana(), Timestamp(5))]);
    assert_eq!(book.of(&[ana()])[0].since, Some(Timestamp(5)));
    assert!(book.strangers(&[ana()]).is_empty());
}

#[test]
fn somebody_simulated_is_seen_but_not_counted_not_noted_and_forgotten_soon() {
    let mut book = PresenceBook::default();
    let tab = Sid::new();
    book.simulate(ana());
    book.connect(ana(), tab, Timestamp(0));
    assert!(book.set_privacy(ana(), Privacy::default(), Timestamp(0)), "is seen to have come");
    assert_eq!((state(&book), book.connected()), (PresenceState::Online, vec![ana()]));
    assert_eq!((book.count(), book.online()), (0, Vec::new()));
    assert_eq!(book.due_notes(Timestamp(1)), []);
    book.disconnect(ana(), tab, Timestamp(10), GRACE);
    assert_eq!(book.sweep(Timestamp(100)), [ana()]);
    let gone =
        UserPresence { user_id: ana(), state: PresenceState::Offline, since: Some(Timestamp(100)) };
    assert_eq!(book.of(&[ana()]), [gone]);
    assert_eq!(book.due_notes(Timestamp(101)), []);
    book.sweep(Timestamp(60_099));
    assert_eq!(book.strangers(&[ana()]), []);
    book.sweep(Timestamp(60_100));
    assert_eq!(book.strangers(&[ana()]), [ana()]);
    book.simulate(ana());
    book.connect(ana(), tab, Timestamp(70_000));
    book.set_privacy(ana(), Privacy::default(), Timestamp(70_000));
    assert_eq!(book.parting(Timestamp(70_001)), []);
}

#[test]
fn who_is_here_is_noted_once_in_half_a_lease_and_going_at_once() {
    let mut book = book();
    let tab = Sid::new();
    book.recall(vec![(ana(), Timestamp(5))]);
    assert_eq!(book.of(&[ana()])[0].since, Some(Timestamp(5)));
    assert!(book.due_notes(Timestamp(9)).is_empty());
    book.connect(ana(), tab, Timestamp(10));
    let here = |at| Sighting { user: ana(), at: Timestamp(at), is_here: true };
    assert_eq!(book.due_notes(Timestamp(10)), [here(10)]);
    assert_eq!(book.due_notes(Timestamp(30_009)), []);
    assert_eq!(book.due_notes(Timestamp(30_010)), [here(30_010)]);
    book.disconnect(ana(), tab, Timestamp(40_000), GRACE);
    book.sweep(Timestamp(50_000));
    let gone = Sighting { user: ana(), at: Timestamp(50_000), is_here: false };
    assert_eq!(book.due_notes(Timestamp(50_001)), [gone]);
    assert_eq!(book.parting(Timestamp(50_002)), []);
}
