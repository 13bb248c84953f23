-- Pictures in the file store. The row is there before the files are, so that whatever was stored and never used is
-- found again.
CREATE TABLE files (
    id           UUID    PRIMARY KEY NOT NULL,
    kind         TEXT    NOT NULL,
    width        BIGINT  NOT NULL,
    height       BIGINT  NOT NULL,
    bytes        BIGINT  NOT NULL,
    created_at   BIGINT  NOT NULL,
    -- Since when nothing refers to it; such a file is removed after a while.
    unused_since BIGINT
);
CREATE INDEX files_unused ON files (unused_since) WHERE unused_since IS NOT NULL;

-- Photos of boards; the one with the lowest position is the cover.
CREATE TABLE photos (
    file_id   UUID    PRIMARY KEY NOT NULL REFERENCES files (id),
    board_id  UUID    NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    -- Made by whoever adds it: a repeat adds nothing.
    client_id UUID    NOT NULL,
    position  BIGINT  NOT NULL,
    alt       TEXT    NOT NULL,
    UNIQUE (board_id, client_id)
);
CREATE INDEX photos_by_board ON photos (board_id, position);
