-- The owner's own id of a board: what an import knows it by.
ALTER TABLE boards ADD COLUMN external_id TEXT;
CREATE UNIQUE INDEX boards_by_external_id ON boards (owner_id, external_id) WHERE external_id IS NOT NULL;

-- Imports and exports. Whoever works on one holds a lease.
CREATE TABLE jobs (
    -- A UUIDv7: the order of the list.
    id           BLOB    PRIMARY KEY NOT NULL,
    owner_id     BLOB    NOT NULL REFERENCES users (id),
    kind         TEXT    NOT NULL,
    state        TEXT    NOT NULL,
    version      INTEGER NOT NULL,
    -- JSON: what never changes, and how far the work has come.
    about        TEXT    NOT NULL,
    work         TEXT    NOT NULL,
    -- No worker takes it before this.
    due_at       INTEGER NOT NULL,
    leased_until INTEGER NOT NULL DEFAULT 0,
    -- When its files are removed; absent while they are needed, and once they are gone.
    files_until  INTEGER
) STRICT;
CREATE INDEX jobs_by_owner ON jobs (owner_id, id);
CREATE INDEX jobs_due ON jobs (due_at) WHERE state IN ('PENDING', 'PROCESSING');
CREATE INDEX jobs_with_files ON jobs (files_until) WHERE files_until IS NOT NULL;

-- Whose turn it was last: the one with the lowest number is next.
CREATE TABLE job_turns (
    owner_id BLOB    PRIMARY KEY NOT NULL REFERENCES users (id),
    turn     INTEGER NOT NULL
) STRICT;

-- Problems of rows, the first of them.
CREATE TABLE job_errors (
    job_id BLOB    NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    line   INTEGER NOT NULL,
    header TEXT    NOT NULL,
    value  TEXT    NOT NULL,
    reason TEXT    NOT NULL,
    PRIMARY KEY (job_id, number)
) STRICT;

-- The ids an import has met, each with its first line: a second row with one of them is passed over.
CREATE TABLE job_rows (
    job_id      BLOB    NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    external_id TEXT    NOT NULL,
    line        INTEGER NOT NULL,
    PRIMARY KEY (job_id, external_id)
) STRICT, WITHOUT ROWID;
