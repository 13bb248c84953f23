-- Whoever has an account has a stream; those who come later get theirs with the account.
INSERT INTO streams (name, epoch, head)
    SELECT 'user:' || id, gen_random_uuid(), 0 FROM users;

CREATE TABLE notifications (
    id      UUID    PRIMARY KEY NOT NULL,
    user_id UUID    NOT NULL REFERENCES users (id),
    -- The number of its newest event in the user's stream; the order of the list.
    seq     BIGINT  NOT NULL,
    kind    TEXT    NOT NULL,
    -- What it shares with those it becomes one with.
    subject TEXT    NOT NULL,
    body    TEXT    NOT NULL,
    count   BIGINT  NOT NULL,
    at      BIGINT  NOT NULL,
    read_at BIGINT 
);
CREATE INDEX notifications_by_user ON notifications (user_id, seq);
CREATE INDEX notifications_unread ON notifications (user_id, kind, subject) WHERE read_at IS NULL;

-- Only what differs from the default, which is to be told.
CREATE TABLE notification_settings (
    user_id   UUID    NOT NULL REFERENCES users (id),
    kind      TEXT    NOT NULL,
    is_wanted BOOLEAN NOT NULL,
    PRIMARY KEY (user_id, kind)
);
