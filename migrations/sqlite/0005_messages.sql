-- What a message answers, and what became of it. Of two versions the higher one is valid.
ALTER TABLE messages ADD COLUMN reply_to   BLOB REFERENCES messages (id);
ALTER TABLE messages ADD COLUMN version    INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN edited_at  INTEGER;
ALTER TABLE messages ADD COLUMN deleted_at INTEGER;

-- Every text that was replaced or deleted, under the version it had.
CREATE TABLE message_revisions (
    message_id BLOB    NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    version    INTEGER NOT NULL,
    body       TEXT    NOT NULL,
    written_at INTEGER NOT NULL,
    PRIMARY KEY (message_id, version)
) STRICT;
