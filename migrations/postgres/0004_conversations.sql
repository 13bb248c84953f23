CREATE TABLE conversations (
    id         UUID   PRIMARY KEY NOT NULL,
    board_id   UUID   REFERENCES boards (id),
    started_by UUID   NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    -- Its stream's name: the id as text, which the two engines would print differently.
    stream     TEXT   NOT NULL UNIQUE REFERENCES streams (name),
    -- One conversation per board and advertiser: asking again opens the same one.
    UNIQUE (board_id, started_by)
);

CREATE TABLE members (
    conversation_id UUID   NOT NULL REFERENCES conversations (id),
    user_id         UUID   NOT NULL REFERENCES users (id),
    delivered_seq   BIGINT NOT NULL DEFAULT 0,
    read_seq        BIGINT NOT NULL DEFAULT 0,
    read_at         BIGINT,
    PRIMARY KEY (conversation_id, user_id)
);
CREATE INDEX members_by_user ON members (user_id);

CREATE TABLE messages (
    id              UUID   NOT NULL UNIQUE,
    conversation_id UUID   NOT NULL REFERENCES conversations (id),
    seq             BIGINT NOT NULL,
    client_id       UUID   NOT NULL,
    author_id       UUID   NOT NULL REFERENCES users (id),
    kind            TEXT   NOT NULL,
    body            TEXT   NOT NULL,
    sent_at         BIGINT NOT NULL,
    PRIMARY KEY (conversation_id, seq),
    -- A repeated send finds its first attempt here.
    UNIQUE (conversation_id, author_id, client_id)
);
