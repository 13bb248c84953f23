-- Whoever has an account has a stream; those who come later get theirs with the account.
INSERT INTO streams (name, epoch, head)
    SELECT 'user:' || lower(substr(hex(id), 1, 8) || '-' || substr(hex(id), 9, 4) || '-' || substr(hex(id), 13, 4)
        || '-' || substr(hex(id), 17, 4) || '-' || substr(hex(id), 21)), randomblob(16), 0 FROM users;

CREATE TABLE notifications (
    id      BLOB    PRIMARY KEY NOT NULL,
    user_id BLOB    NOT NULL REFERENCES users (id),
    -- The number of its newest event in the user's stream; the order of the list.
    seq     INTEGER NOT NULL,
    kind    TEXT    NOT NULL,
    -- What it shares with those it becomes one with.
    subject TEXT    NOT NULL,
    body    TEXT    NOT NULL,
    count   INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    read_at INTEGER
) STRICT;
CREATE INDEX notifications_by_user ON notifications (user_id, seq);
CREATE INDEX notifications_unread ON notifications (user_id, kind, subject) WHERE read_at IS NULL;

-- Only what differs from the default, which is to be told.
CREATE TABLE notification_settings (
    user_id   BLOB    NOT NULL REFERENCES users (id),
    kind      TEXT    NOT NULL,
    is_wanted INTEGER NOT NULL,
    PRIMARY KEY (user_id, kind)
) STRICT;
