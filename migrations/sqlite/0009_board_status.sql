-- How often a board's status has changed: of two updates a client gets, the higher one holds.
ALTER TABLE boards ADD COLUMN status_version INTEGER NOT NULL DEFAULT 1;

-- Who made a board what it is, and when. Written with the change, never changed itself.
CREATE TABLE board_status_changes (
    board_id   BLOB    NOT NULL REFERENCES boards (id),
    version    INTEGER NOT NULL,
    status     TEXT    NOT NULL,
    changed_by BLOB    NOT NULL REFERENCES users (id),
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (board_id, version)
) STRICT;

-- Who hears of a board's changes on every page.
CREATE TABLE board_followers (
    board_id    BLOB    NOT NULL REFERENCES boards (id),
    user_id     BLOB    NOT NULL REFERENCES users (id),
    followed_at INTEGER NOT NULL,
    PRIMARY KEY (board_id, user_id)
) STRICT;
CREATE INDEX board_followers_by_user ON board_followers (user_id);
