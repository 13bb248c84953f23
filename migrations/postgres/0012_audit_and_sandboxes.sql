-- Who did what with rights that others do not have. Written with the act, never changed itself. It outlives
-- those it names, so it refers to nothing.
CREATE TABLE audit (
    -- A UUIDv7: the order of the list.
    id         UUID    PRIMARY KEY NOT NULL,
    actor      UUID,
    actor_name TEXT    NOT NULL,
    action     TEXT    NOT NULL,
    subject    TEXT    NOT NULL,
    detail     TEXT    NOT NULL,
    at         BIGINT  NOT NULL
);

-- What testers try things out with: people, a conversation and boards that nobody else meets, for a while.
CREATE TABLE sandboxes (
    id              UUID    PRIMARY KEY NOT NULL,
    -- Who asked for it, to count: a session, or an address.
    asker           TEXT    NOT NULL,
    -- Refers to nothing: conversation, board and sandbox would lean on each other in a circle.
    conversation_id UUID    NOT NULL,
    created_at      BIGINT  NOT NULL,
    ends_at         BIGINT  NOT NULL
);

CREATE TABLE sandbox_users (
    user_id    UUID    PRIMARY KEY NOT NULL REFERENCES users (id),
    sandbox_id UUID    NOT NULL REFERENCES sandboxes (id),
    session_id UUID    NOT NULL,
    -- The token is stored nowhere.
    token_hash BYTEA   NOT NULL UNIQUE
);
CREATE INDEX sandbox_users_by_sandbox ON sandbox_users (sandbox_id);

-- A board of a sandbox is in no list.
ALTER TABLE boards ADD COLUMN sandbox_id UUID REFERENCES sandboxes (id);
