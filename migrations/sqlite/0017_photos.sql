-- Pictures in the file store. The row is there before the files are, so that whatever was stored and never used is
-- found again.
CREATE TABLE files (
    id           BLOB    PRIMARY KEY NOT NULL,
    kind         TEXT    NOT NULL,
    width        INTEGER NOT NULL,
    height       INTEGER NOT NULL,
    bytes        INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    -- Since when nothing refers to it; such a file is removed after a while.
    unused_since INTEGER
) STRICT;
CREATE INDEX files_unused ON files (unused_since) WHERE unused_since IS NOT NULL;

-- Photos of boards; the one with the lowest position is the cover.
CREATE TABLE photos (
    file_id   BLOB    PRIMARY KEY NOT NULL REFERENCES files (id),
    board_id  BLOB    NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    -- Made by whoever adds it: a repeat adds nothing.
    client_id BLOB    NOT NULL,
    position  INTEGER NOT NULL,
    alt       TEXT    NOT NULL,
    UNIQUE (board_id, client_id)
) STRICT;
CREATE INDEX photos_by_board ON photos (board_id, position);
