//! Plain HTTP: who may ask, who asks, sessions, forms, files.

pub(crate) mod api;
pub(crate) mod board_map;
pub(crate) mod board_photo;
pub(crate) mod board_picture;
pub(crate) mod cookies;
pub(crate) mod dashboard;
pub(crate) mod documents;
pub(crate) mod error;
pub(crate) mod form;
pub(crate) mod health;
pub(crate) mod job;
pub(crate) mod live_reload;
pub(crate) mod order;
pub(crate) mod origin;
pub(crate) mod picture;
pub(crate) mod price;
pub(crate) mod security;
pub(crate) mod session;
pub(crate) mod site;
pub(crate) mod tag;
pub(crate) mod test_websocket;
pub(crate) mod upload;
