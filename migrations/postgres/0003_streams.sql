-- The numbered log of durable events. `head` is raised in the transaction that writes the event, so the
-- numbers have no holes and are visible in order.
CREATE TABLE streams (
    name  TEXT   PRIMARY KEY NOT NULL,
    epoch UUID   NOT NULL,
    head  BIGINT NOT NULL
);

CREATE TABLE stream_events (
    stream TEXT   NOT NULL REFERENCES streams (name),
    seq    BIGINT NOT NULL,
    event  TEXT   NOT NULL,
    PRIMARY KEY (stream, seq)
);
