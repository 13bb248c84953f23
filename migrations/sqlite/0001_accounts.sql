-- Times are milliseconds since 1970 (UTC). Ids are UUIDs, 16 bytes.
CREATE TABLE users (
    id            BLOB    PRIMARY KEY NOT NULL,
    email         TEXT    NOT NULL UNIQUE,
    name          TEXT    NOT NULL,
    role          TEXT    NOT NULL,
    password_hash TEXT    NOT NULL,
    created_at    INTEGER  NOT NULL
) STRICT;

CREATE TABLE sessions (
    id           BLOB   PRIMARY KEY NOT NULL,
    user_id      BLOB   NOT NULL REFERENCES users (id),
    token_hash   BLOB   NOT NULL UNIQUE,
    user_agent   TEXT   NOT NULL,
    address      TEXT   NOT NULL,
    created_at   INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_by_user ON sessions (user_id);

-- Failed sign-ins, by account and by address.
CREATE TABLE sign_in_failures (
    subject   TEXT   NOT NULL,
    failed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_failures_by_subject ON sign_in_failures (subject, failed_at);
