//! Every number that both sides must agree on. The server enforces them; the page shows them first.

use std::time::Duration;

/// Longest message, in characters (Unicode scalar values).
pub const MESSAGE_CHARS: usize = 10_000;
/// Longest message, in bytes of UTF-8.
pub const MESSAGE_BYTES: usize = 32 * 1024;
/// The composer counts down from this many characters left.
pub const MESSAGE_COUNTDOWN_FROM: usize = 500;
/// The beginning of a message that an answer to it shows, in characters.
pub const QUOTE_CHARS: usize = 160;
/// How long after sending it an author may change a message's text.
pub const EDIT_WITHIN: Duration = Duration::from_mins(15);
/// How long after sending it an author may delete a message.
pub const DELETE_WITHIN: Duration = Duration::from_mins(10);
/// Most people in one conversation.
pub const MEMBERS: usize = 50;
/// Messages in one page of history.
pub const HISTORY_PAGE: u32 = 50;
/// Boards in one page of the list.
pub const BOARD_PAGE: u32 = 24;
/// Most marks on one part of the map.
pub const MAP_MARKS: u32 = 300;
/// Longest search for boards, in characters.
pub const BOARD_SEARCH_CHARS: usize = 100;
/// Words of a search that count; the others are left out.
pub const BOARD_SEARCH_WORDS: usize = 8;
/// Longest title of a board, in characters.
pub const BOARD_TITLE_CHARS: usize = 80;
/// Longest city, address and facing of a board, in characters.
pub const BOARD_LINE_CHARS: usize = 120;
/// Longest description of a board, in characters.
pub const BOARD_DESCRIPTION_CHARS: usize = 2_000;
/// Longest content rules of a board, in characters.
pub const BOARD_RULES_CHARS: usize = 1_000;
/// Least and most of a board's width and height, in centimetres.
pub const BOARD_SIZE_CM: (i64, i64) = (10, 10_000);
/// Least and most of its picture's width and height, in pixels.
pub const BOARD_PIXELS: (i64, i64) = (16, 20_000);
/// Least and most of its audience, in people a week.
pub const BOARD_AUDIENCE: (i64, i64) = (0, 100_000_000);
/// Least and most of its price, in cents a day.
pub const BOARD_PRICE_CENTS: (i64, i64) = (100, 100_000_000);
/// Least and most of the creatives it shows by turns.
pub const BOARD_SLOTS: (i64, i64) = (1, 12);
/// Least and most days between a booking and its first day.
pub const BOARD_LEAD_DAYS: (i64, i64) = (1, 90);
/// Most days on which a board cannot be booked.
pub const BOARD_BLACKOUTS: usize = 366;
/// Largest picture somebody hands in, in bytes.
pub const PICTURE_BYTES: usize = 10 * 1024 * 1024;
/// Most pixels of a picture.
pub const PICTURE_PIXELS: u64 = 40_000_000;
/// Most photos of a board.
pub const PHOTOS: usize = 8;
/// Least width and height of a board's photo, in pixels.
pub const PHOTO_PIXELS: (u32, u32) = (640, 360);
/// Longest description of a photo for those who do not see it, in characters.
pub const PHOTO_ALT_CHARS: usize = 200;
/// Most pictures handed in for one order at once: one for each shape of screen.
pub const CREATIVES: usize = 4;
/// Most requests with pictures somebody may have under way at the same time.
pub const UPLOADS: usize = 4;
/// By so many thousandths a creative's proportions may differ from its screen's.
pub const CREATIVE_TOLERANCE: u64 = 10;
/// Longest reason for a change of a board's status, in characters.
pub const BOARD_REASON_CHARS: usize = 500;
/// Longest title of an announcement, in characters.
pub const ANNOUNCEMENT_TITLE_CHARS: usize = 120;
/// Longest text of an announcement, in characters.
pub const ANNOUNCEMENT_TEXT_CHARS: usize = 1_000;
/// Notifications in one page of all.
pub const NOTIFICATION_PAGE: u32 = 30;
/// Entries in one page of the record of what admins and testers did.
pub const AUDIT_PAGE: u32 = 50;
/// Notifications the bell shows.
pub const BELL_ROWS: u32 = 8;

/// Largest Socket.IO packet a client may send, in bytes, on every transport.
pub const PACKET_BYTES: usize = 64 * 1024;
/// Most events one `sync` returns, for all its streams together.
pub const SYNC_EVENTS: u32 = 300;
/// After this many bytes of events a `sync` returns no further ones.
pub const SYNC_BYTES: usize = 256 * 1024;
/// A socket for which more than this many bytes wait is closed as `slow_consumer`.
pub const SLOW_READER_BYTES: usize = 256 * 1024;
/// A socket for which something has waited longer than this is closed as `slow_consumer`.
pub const SLOW_READER_AFTER: Duration = Duration::from_secs(10);
/// Most streams one `sync` may name.
pub const SYNC_STREAMS: usize = 128;

/// Shortest and longest password, in characters.
pub const PASSWORD_CHARS: (usize, usize) = (10, 200);
/// Longest display name, in characters.
pub const NAME_CHARS: usize = 60;
/// Longest mail address, in characters (RFC 5321's path limit).
pub const EMAIL_CHARS: usize = 254;
/// Failed sign-ins allowed per account, and per address, within [`TRIES_WINDOW`].
pub const SIGN_IN_TRIES: i64 = 10;
/// People somebody may try to add to conversations within [`TRIES_WINDOW`], those that are refused included.
pub const ADD_MEMBER_TRIES: i64 = 60;
/// Pictures somebody may hand in within [`TRIES_WINDOW`], those that are refused included.
pub const PICTURE_TRIES: i64 = 60;
/// See [`SIGN_IN_TRIES`], [`ADD_MEMBER_TRIES`] and [`PICTURE_TRIES`].
pub const TRIES_WINDOW: Duration = Duration::from_mins(15);
/// A session ends this long after it was last used.
pub const SESSION_LIFETIME: Duration = Duration::from_hours(30 * 24);

/// While somebody types, `typing` is repeated this often.
pub const TYPING_REPEAT: Duration = Duration::from_secs(5);
/// Without a key pressed for this long, typing has stopped.
pub const TYPING_IDLE: Duration = Duration::from_secs(5);
/// Receivers hide a typist this long after the last sign of life.
pub const TYPING_HIDE: Duration = Duration::from_secs(8);
/// Without input for this long, on all devices, somebody is away.
pub const AWAY_AFTER: Duration = Duration::from_mins(5);
/// Of changes in the presence of others, a socket is told at most once in this time.
pub const PRESENCE_EVERY: Duration = Duration::from_secs(1);
/// How long a server's word that somebody is here is good for; with a server that dies, last seen is wrong by at
/// most this.
pub const PRESENCE_LEASE: Duration = Duration::from_mins(1);
/// A message counts as read after this long in view, in a focused tab.
pub const READ_AFTER: Duration = Duration::from_secs(1);
/// Of one conversation's markers (`messageRead`) one is told in this time; the last one always is.
pub const RECEIPT_EVERY: Duration = Duration::from_millis(250);
/// `heads` are sent to every socket this often.
pub const HEADS_EVERY: Duration = Duration::from_secs(30);

/// Most bookings in one order.
pub const ORDER_LINES: usize = 20;
/// Most days of one booking.
pub const BOOKING_DAYS: i64 = 180;
/// How far ahead one can book, in days.
pub const BOOKING_AHEAD_DAYS: i32 = 540;
/// Most days a calendar is asked for at once.
pub const CALENDAR_DAYS: i64 = 200;
/// How long days are kept for a buyer, and how much longer when they extend it.
pub const HOLD_FOR: Duration = Duration::from_mins(15);
/// Most orders a buyer may hold at the same time.
pub const HOLDS: i64 = 20;
/// So many hours before an order expires its owner is reminded, if it waits for them.
pub const REMIND_HOURS: [i64; 2] = [24, 4];
/// How long an owner has to decide.
pub const DECIDE_WITHIN: Duration = Duration::from_hours(48);
/// Longest reason, in characters.
pub const REASON_CHARS: usize = 500;
/// Orders in one page of the list.
pub const ORDER_PAGE: u32 = 30;
/// Most log lines in one event.
pub const LOG_LINES: usize = 50;
/// Most log lines in one answer.
pub const LOG_PAGE: u32 = 500;
/// Of one order's work a watcher is told at most once in this time: four times a second wherever the second begins, also
/// when two events come closer together than they were sent.
pub const ORDER_EVERY: Duration = Duration::from_millis(300);
/// Without a socket, work that goes on is looked at this often.
pub const POLL_BUSY: Duration = Duration::from_secs(3);
/// Without a socket, work that rests is looked at this often.
pub const POLL_IDLE: Duration = Duration::from_secs(12);

/// Largest file of an import, in bytes.
pub const IMPORT_BYTES: u64 = 200 * 1024 * 1024;
/// Most rows of an imported file.
pub const IMPORT_ROWS: u64 = 1_000_000;
/// Most columns of an imported file.
pub const IMPORT_COLUMNS: usize = 100;
/// Longest cell of an imported file, in bytes.
pub const IMPORT_CELL_BYTES: usize = 16 * 1024;
/// Longest row of an imported file, in bytes.
pub const IMPORT_ROW_BYTES: usize = 64 * 1024;
/// Longest id an owner gives a board, in characters.
pub const EXTERNAL_ID_CHARS: usize = 64;
/// Longest name of a file, in characters.
pub const FILE_NAME_CHARS: usize = 120;
/// Rows of an import that are stored in one transaction: others who write wait so long.
pub const IMPORT_BATCH: usize = 200;
/// Most things of an export that are written at once.
pub const EXPORT_BATCH: usize = 500;
/// So many problems of an import's rows are kept; the others are counted.
pub const JOB_ERRORS: i64 = 10_000;
/// Problems of rows in one answer.
pub const JOB_ERROR_PAGE: u32 = 200;
/// Jobs in one page of the list.
pub const JOB_PAGE: u32 = 30;
/// Most jobs of a user's that wait or are worked on.
pub const JOBS_OPEN: i64 = 20;
/// Jobs in one part of the page of all jobs.
pub const ADMIN_JOBS: u32 = 20;
/// Of those that failed, so many are shown there.
pub const ADMIN_FAILURES: u32 = 5;
/// How long a job is kept after its end.
pub const JOBS_FOR: Duration = Duration::from_hours(90 * 24);
/// A file that no job names is removed when it is so old.
pub const UPLOAD_FOR: Duration = Duration::from_hours(24);
/// So often a job is tried again before it is given up.
pub const JOB_FAILURES: i32 = 5;
/// How long the file of an export can be fetched.
pub const EXPORT_FOR: Duration = Duration::from_hours(24);
/// How long the file of an import is kept after its end.
pub const IMPORT_FOR: Duration = Duration::from_hours(7 * 24);
/// Most boards of one check of prices.
pub const PRICE_BOARDS: usize = 1_000;
/// Most checks of prices of a user's that wait or are under way.
pub const PRICE_CHECKS: i64 = 5;
/// Suggested prices in one page.
pub const PRICE_PAGE: u32 = 100;
/// So long a check of prices is tried again to be started before it is given up.
pub const PRICE_PATIENCE: Duration = Duration::from_mins(5);
/// A check of prices nothing is heard of for so long is given up.
pub const PRICE_SILENCE: Duration = Duration::from_hours(1);
/// Without an event of a job for so long, whoever watches it over SSE is told that the line still stands.
pub const SSE_BEAT: Duration = Duration::from_secs(15);

/// Boards in one page of an owner's dashboard.
pub const DASHBOARD_BOARDS: u32 = 20;
/// Days a dashboard looks ahead, today among them.
pub const DASHBOARD_DAYS: i32 = 28;
/// Weeks a dashboard looks back, this one among them.
pub const DASHBOARD_WEEKS: i32 = 12;
/// Most orders in one list of a dashboard.
pub const DASHBOARD_ORDERS: u32 = 20;
/// Most orders an admin tells the pipeline something about at once.
pub const BATCH_ORDERS: usize = 100;
