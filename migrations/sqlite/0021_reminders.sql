-- Who was reminded that an order waits: once for each limit and each number of hours before it.
CREATE TABLE order_reminders (
    order_id BLOB    NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    until    INTEGER NOT NULL,
    hours    INTEGER NOT NULL,
    PRIMARY KEY (order_id, until, hours)
) STRICT;
