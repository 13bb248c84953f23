//! The scenarios of the folder `scenarios/`. A program that does not name them does not carry them.

macro_rules! file {
    ($name:literal) => {
        ($name, include_str!(concat!("../../scenarios/", $name, ".json")))
    };
}

/// Name and text of each file.
pub static SHIPPED: [(&str, &str); 17] = [
    file!("announcement-recall"),
    file!("board-status-burst"),
    file!("double-send-one-message"),
    file!("doubled-on-the-line"),
    file!("edit-and-delete"),
    file!("epoch-reset"),
    file!("fifty-unread-one-receipt"),
    file!("malformed-commands"),
    file!("message-and-receipt"),
    file!("permission-tester"),
    file!("polling-only"),
    file!("reconnect-fills-the-gap"),
    file!("removed-from-thread"),
    file!("revoked-session"),
    file!("sleep-and-wake"),
    file!("three-tabs-presence"),
    file!("typing-dies-with-its-line"),
];
