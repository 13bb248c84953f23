-- How often a board's status has changed: of two updates a client gets, the higher one holds.
ALTER TABLE boards ADD COLUMN status_version BIGINT NOT NULL DEFAULT 1;

-- Who made a board what it is, and when. Written with the change, never changed itself.
CREATE TABLE board_status_changes (
    board_id   UUID   NOT NULL REFERENCES boards (id),
    version    BIGINT NOT NULL,
    status     TEXT    NOT NULL,
    changed_by UUID   NOT NULL REFERENCES users (id),
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (board_id, version)
);

-- Who hears of a board's changes on every page.
CREATE TABLE board_followers (
    board_id    UUID   NOT NULL REFERENCES boards (id),
    user_id     UUID   NOT NULL REFERENCES users (id),
    followed_at BIGINT NOT NULL,
    PRIMARY KEY (board_id, user_id)
);
CREATE INDEX board_followers_by_user ON board_followers (user_id);
