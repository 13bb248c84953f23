//! Orders: booking boards, and what becomes of it. What is allowed is decided in `protocol/src/order`; that no
//! place is booked twice, by the key of `booked_days`.

mod act;
mod batch;
pub(crate) mod calendar;
mod check;
mod creative;
mod extend;
mod hold;
mod news;
mod payment;
mod pipeline;
mod places;
mod plan;
mod read;
mod remind;
mod screens;
pub(crate) mod sql;

pub(crate) use calendar::today;
pub(crate) use read::statuses;

pub use payment::{Declined, Payments, TestPayments};
pub use pipeline::{ANSWER_WITHIN, LEASE, Moment, Observer, Ports};
pub use screens::{Screens, Spot, TestScreens};

use act::{By, transition};
use news::News;
