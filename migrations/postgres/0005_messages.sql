-- What a message answers, and what became of it. Of two versions the higher one is valid.
ALTER TABLE messages ADD COLUMN reply_to   UUID REFERENCES messages (id);
ALTER TABLE messages ADD COLUMN version    BIGINT NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN edited_at  BIGINT;
ALTER TABLE messages ADD COLUMN deleted_at BIGINT;

-- Every text that was replaced or deleted, under the version it had.
CREATE TABLE message_revisions (
    message_id UUID    NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    version    BIGINT NOT NULL,
    body       TEXT    NOT NULL,
    written_at BIGINT NOT NULL,
    PRIMARY KEY (message_id, version)
);
