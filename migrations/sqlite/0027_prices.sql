-- Whoever asks for a job again under the same id of their own gets the one that is there.
ALTER TABLE jobs ADD COLUMN request_id BLOB;
CREATE UNIQUE INDEX jobs_by_request ON jobs (owner_id, request_id) WHERE request_id IS NOT NULL;

-- The boards a check of prices is about, each with its price when it was asked for.
CREATE TABLE price_check_boards (
    job_id      BLOB    NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    board_id    BLOB    NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    price_cents INTEGER NOT NULL,
    currency    TEXT    NOT NULL,
    PRIMARY KEY (job_id, board_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX price_check_boards_by_board ON price_check_boards (board_id);

-- What a check of prices has brought. Of a board's the newest job's is shown.
CREATE TABLE price_suggestions (
    board_id           BLOB    NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    job_id             BLOB    NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    suggested_cents    INTEGER NOT NULL,
    currency           TEXT    NOT NULL,
    suggested_at       INTEGER NOT NULL,
    -- When it was taken over, and what a day cost until then.
    applied_at         INTEGER,
    applied_from_cents INTEGER,
    PRIMARY KEY (board_id, job_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX price_suggestions_by_job ON price_suggestions (job_id, board_id);
