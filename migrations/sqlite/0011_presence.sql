-- Only of those who have chosen something else than the default.
CREATE TABLE privacy (
    user_id      BLOB PRIMARY KEY NOT NULL REFERENCES users (id),
    shows_typing INTEGER NOT NULL,
    is_invisible INTEGER NOT NULL,
    version      INTEGER NOT NULL
) STRICT;

-- How far others see that a member has come. It stays behind while the member is invisible.
ALTER TABLE members ADD COLUMN shown_delivered_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN shown_read_seq      INTEGER NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN shown_read_at       INTEGER;
UPDATE members
    SET shown_delivered_seq = delivered_seq, shown_read_seq = read_seq, shown_read_at = read_at;

-- When a server last saw somebody who lets others see it. Until lease_until it says that they are there; each
-- server writes rows of its own, and of somebody's rows the latest holds.
CREATE TABLE last_seen (
    user_id     BLOB NOT NULL REFERENCES users (id),
    node        BLOB NOT NULL,
    seen_at     INTEGER NOT NULL,
    lease_until INTEGER NOT NULL,
    PRIMARY KEY (user_id, node)
) STRICT;
