-- Only of those who have chosen something else than the default.
CREATE TABLE privacy (
    user_id      UUID PRIMARY KEY NOT NULL REFERENCES users (id),
    shows_typing BOOLEAN NOT NULL,
    is_invisible BOOLEAN NOT NULL,
    version      BIGINT NOT NULL
);

-- How far others see that a member has come. It stays behind while the member is invisible.
ALTER TABLE members ADD COLUMN shown_delivered_seq BIGINT NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN shown_read_seq      BIGINT NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN shown_read_at       BIGINT;
UPDATE members
    SET shown_delivered_seq = delivered_seq, shown_read_seq = read_seq, shown_read_at = read_at;

-- When a server last saw somebody who lets others see it. Until lease_until it says that they are there; each
-- server writes rows of its own, and of somebody's rows the latest holds.
CREATE TABLE last_seen (
    user_id     UUID NOT NULL REFERENCES users (id),
    node        UUID NOT NULL,
    seen_at     BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    PRIMARY KEY (user_id, node)
);
