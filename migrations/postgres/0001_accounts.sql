-- Times are milliseconds since 1970 (UTC). Ids are UUIDs.
CREATE TABLE users (
    id            UUID    PRIMARY KEY NOT NULL,
    email         TEXT    NOT NULL UNIQUE,
    name          TEXT    NOT NULL,
    role          TEXT    NOT NULL,
    password_hash TEXT    NOT NULL,
    created_at    BIGINT  NOT NULL
);

CREATE TABLE sessions (
    id           UUID   PRIMARY KEY NOT NULL,
    user_id      UUID   NOT NULL REFERENCES users (id),
    token_hash   BYTEA  NOT NULL UNIQUE,
    user_agent   TEXT   NOT NULL,
    address      TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id);

-- Failed sign-ins, by account and by address.
CREATE TABLE sign_in_failures (
    subject   TEXT   NOT NULL,
    failed_at BIGINT NOT NULL
);
CREATE INDEX sign_in_failures_by_subject ON sign_in_failures (subject, failed_at);
