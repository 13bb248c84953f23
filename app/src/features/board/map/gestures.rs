//! Fingers, mouse and wheel on the map. Browser only.

use super::{MapState, camera::Pixels};
use leptos::{ev, prelude::*};
use std::collections::BTreeMap;

/// A press that moves less is a click.
const SLIP: f64 = 5.0;
/// Two fingers this much farther apart are one step nearer.
const PINCH: f64 = 1.6;
/// The wheel turned so far is one step.
const TURN: f64 = 90.0;

/// What is down at the moment.
#[derive(Clone, Default)]
pub(super) struct Hands {
    fingers: BTreeMap<i32, Pixels>,
    slipped: f64,
    /// How far apart two fingers were at the last step.
    apart: Option<f64>,
    turned: f64,
}

#[derive(Clone, Copy)]
pub(super) struct Gestures {
    pub(super) state: MapState,
    pub(super) hands: StoredValue<Hands>,
}

impl Gestures {
    pub(super) fn down(self, event: &ev::PointerEvent) {
        let at = self.place((event.client_x(), event.client_y()));
        self.hands.update_value(|hands| {
            if hands.fingers.is_empty() {
                hands.slipped = 0.0;
            }
            hands.fingers.insert(event.pointer_id(), at);
            hands.apart = hands.distance();
        });
    }

    pub(super) fn moved(self, event: &ev::PointerEvent) {
        let at = self.place((event.client_x(), event.client_y()));
        let Some((by, steps)) =
            self.hands.try_update_value(|hands| hands.moved(event.pointer_id(), at)).flatten()
        else {
            return;
        };
        // Taken for the frame only now: a press that stays a click belongs to the mark it is on.
        if let Some(frame) = self.state.frame.get_untracked() {
            drop(frame.set_pointer_capture(event.pointer_id()));
        }
        self.state.turn(|camera, size| camera.moved((-by.0, -by.1)).zoomed(steps, at, size));
    }

    pub(super) fn up(self, event: &ev::PointerEvent) {
        self.hands.update_value(|hands| {
            hands.fingers.remove(&event.pointer_id());
            hands.apart = hands.distance();
        });
    }

    pub(super) fn wheel(self, event: &ev::WheelEvent) {
        event.prevent_default();
        let at = self.place((event.client_x(), event.client_y()));
        // Some mice count lines instead of pixels.
        let turn = event.delta_y() * if event.delta_mode() == 0 { 1.0 } else { 30.0 };
        let steps = self.hands.try_update_value(|hands| hands.turned_by(turn)).unwrap_or(0);
        if steps != 0 {
            self.state.turn(|camera, size| camera.zoomed(steps, at, size));
        }
    }

    /// A place of the window as one of the frame.
    fn place(self, (x, y): (i32, i32)) -> Pixels {
        let corner = self.state.frame.get_untracked().map(|frame| frame.get_bounding_client_rect());
        let corner = corner.map_or((0.0, 0.0), |corner| (corner.left(), corner.top()));
        (f64::from(x) - corner.0, f64::from(y) - corner.1)
    }
}

impl Hands {
    /// How far the map goes with the finger, and how many steps nearer.
    fn moved(&mut self, finger: i32, at: Pixels) -> Option<(Pixels, i8)> {
        let count = self.fingers.len();
        let before = self.fingers.get_mut(&finger)?;
        let by = (at.0 - before.0, at.1 - before.1);
        *before = at;
        self.slipped += by.0.hypot(by.1);
        if self.slipped < SLIP {
            return None;
        }
        // Two fingers carry the map by half each.
        let share = if count > 1 { 0.5 } else { 1.0 };
        Some(((by.0 * share, by.1 * share), self.pinched()))
    }

    fn pinched(&mut self) -> i8 {
        let (Some(before), Some(now)) = (self.apart, self.distance()) else { return 0 };
        let step = if now > before * PINCH {
            1
        } else if now * PINCH < before {
            -1
        } else {
            return 0;
        };
        self.apart = Some(now);
        step
    }

    fn distance(&self) -> Option<f64> {
        let mut fingers = self.fingers.values();
        let (first, second) = (fingers.next()?, fingers.next()?);
        Some((first.0 - second.0).hypot(first.1 - second.1).max(1.0))
    }

    fn turned_by(&mut self, turn: f64) -> i8 {
        self.turned += turn;
        if self.turned.abs() < TURN {
            return 0;
        }
        let step = if self.turned > 0.0 { -1 } else { 1 };
        self.turned = 0.0;
        step
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_finger_carries_the_map_and_a_click_does_not() {
        let mut hands = Hands::default();
        hands.fingers.insert(1, (100.0, 100.0));
        assert_eq!(hands.moved(1, (102.0, 100.0)), None);
        assert_eq!(hands.moved(1, (112.0, 100.0)), Some(((10.0, 0.0), 0)));
        assert_eq!(hands.moved(2, (0.0, 0.0)), None, "a finger that is not down");
    }

    #[test]
    fn two_fingers_that_part_come_nearer() {
        let mut hands = Hands::default();
        hands.fingers.insert(1, (100.0, 100.0));
        hands.fingers.insert(2, (200.0, 100.0));
        hands.apart = hands.distance();
        assert_eq!(hands.moved(2, (240.0, 100.0)), Some(((20.0, 0.0), 0)));
        assert_eq!(hands.moved(2, (270.0, 100.0)).map(|(_, steps)| steps), Some(1));
        assert_eq!(hands.moved(2, (280.0, 100.0)).map(|(_, steps)| steps), Some(0));
        assert_eq!(hands.moved(2, (190.0, 100.0)).map(|(_, steps)| steps), Some(-1));
    }

    #[test]
    fn a_fine_wheel_adds_up() {
        let mut hands = Hands::default();
        assert_eq!(
            (hands.turned_by(-60.0), hands.turned_by(-60.0), hands.turned_by(-60.0)),
            (0, 1, 0)
        );
        assert_eq!(hands.turned_by(240.0), -1);
    }
}
