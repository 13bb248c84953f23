CREATE TABLE conversations (
    id         BLOB   PRIMARY KEY NOT NULL,
    board_id   BLOB   REFERENCES boards (id),
    started_by BLOB   NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    -- Its stream's name: the id as text, which the two engines would print differently.
    stream     TEXT   NOT NULL UNIQUE REFERENCES streams (name),
    -- One conversation per board and advertiser: asking again opens the same one.
    UNIQUE (board_id, started_by)
) STRICT;

CREATE TABLE members (
    conversation_id BLOB   NOT NULL REFERENCES conversations (id),
    user_id         BLOB   NOT NULL REFERENCES users (id),
    delivered_seq   INTEGER NOT NULL DEFAULT 0,
    read_seq        INTEGER NOT NULL DEFAULT 0,
    read_at         INTEGER,
    PRIMARY KEY (conversation_id, user_id)
) STRICT;
CREATE INDEX members_by_user ON members (user_id);

CREATE TABLE messages (
    id              BLOB   NOT NULL UNIQUE,
    conversation_id BLOB   NOT NULL REFERENCES conversations (id),
    seq             INTEGER NOT NULL,
    client_id       BLOB   NOT NULL,
    author_id       BLOB   NOT NULL REFERENCES users (id),
    kind            TEXT   NOT NULL,
    body            TEXT   NOT NULL,
    sent_at         INTEGER NOT NULL,
    PRIMARY KEY (conversation_id, seq),
    -- A repeated send finds its first attempt here.
    UNIQUE (conversation_id, author_id, client_id)
) STRICT;
