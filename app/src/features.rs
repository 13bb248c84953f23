//! One module a feature, named as in every layer.

pub mod account;
pub mod announcement;
pub mod audit;
pub mod board;
pub mod conversation;
pub mod dashboard;
pub mod developer;
pub mod job;
pub mod notification;
pub mod order;
pub mod price;
pub mod test_websocket;
