-- Who was reminded that an order waits: once for each limit and each number of hours before it.
CREATE TABLE order_reminders (
    order_id UUID    NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    until    BIGINT  NOT NULL,
    hours    BIGINT  NOT NULL,
    PRIMARY KEY (order_id, until, hours)
);
