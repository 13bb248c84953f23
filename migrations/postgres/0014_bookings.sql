ALTER TABLE boards ADD COLUMN time_zone      TEXT    NOT NULL DEFAULT 'Europe/Berlin';
-- How many show their creatives by turns.
ALTER TABLE boards ADD COLUMN slots_per_loop INT NOT NULL DEFAULT 8;
-- Whole days between a booking and its first day.
ALTER TABLE boards ADD COLUMN lead_days      INT NOT NULL DEFAULT 1;
-- Rises with every change of the board's calendar, and is what a booking locks.
ALTER TABLE boards ADD COLUMN calendar_version BIGINT NOT NULL DEFAULT 0;

-- Days on which a board cannot be booked. Days are text, 2026-12-24: it sorts as time does.
CREATE TABLE board_blackouts (
    board_id UUID NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    day      TEXT NOT NULL,
    PRIMARY KEY (board_id, day)
);

CREATE TABLE orders (
    id              UUID    PRIMARY KEY NOT NULL,
    buyer_id        UUID    NOT NULL REFERENCES users (id),
    owner_id        UUID    NOT NULL REFERENCES users (id),
    -- Made by the buyer: the same for all orders of one try.
    client_id       UUID    NOT NULL,
    conversation_id UUID    REFERENCES conversations (id),
    stream          TEXT    NOT NULL UNIQUE REFERENCES streams (name),
    state           TEXT    NOT NULL,
    version         BIGINT NOT NULL,
    total_cents     BIGINT NOT NULL,
    -- The sum of its escrow in the ledger.
    balance_cents   BIGINT NOT NULL,
    currency        TEXT    NOT NULL,
    -- When the state's time limit passes.
    until           BIGINT,
    is_extended     BOOLEAN NOT NULL DEFAULT FALSE,
    reason          TEXT,
    created_at      BIGINT NOT NULL,
    updated_at      BIGINT NOT NULL,
    UNIQUE (buyer_id, client_id, owner_id)
);
CREATE INDEX orders_by_buyer ON orders (buyer_id, id);
CREATE INDEX orders_by_owner ON orders (owner_id, id);
CREATE INDEX orders_by_conversation ON orders (conversation_id) WHERE conversation_id IS NOT NULL;
CREATE INDEX orders_by_until ON orders (until) WHERE until IS NOT NULL;

CREATE TABLE order_lines (
    order_id            UUID    NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    position            INT NOT NULL,
    board_id            UUID    NOT NULL REFERENCES boards (id),
    title               TEXT    NOT NULL,
    city                TEXT    NOT NULL,
    first_day           TEXT    NOT NULL,
    last_day            TEXT    NOT NULL,
    price_per_day_cents BIGINT NOT NULL,
    PRIMARY KEY (order_id, position)
);
CREATE INDEX order_lines_by_board ON order_lines (board_id);

-- A place in a board's loop on a day belongs to one order: this key is what forbids double booking.
CREATE TABLE booked_days (
    board_id UUID    NOT NULL REFERENCES boards (id),
    day      TEXT    NOT NULL,
    slot     INT NOT NULL,
    order_id UUID    NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    PRIMARY KEY (board_id, day, slot)
);
CREATE INDEX booked_days_by_order ON booked_days (order_id);

-- Every step of an order's life, under the version it led to.
CREATE TABLE order_steps (
    order_id UUID    NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    version  BIGINT NOT NULL,
    action   TEXT,
    state    TEXT    NOT NULL,
    party    TEXT    NOT NULL,
    actor_id UUID    REFERENCES users (id),
    reason   TEXT,
    at       BIGINT NOT NULL,
    PRIMARY KEY (order_id, version)
);
CREATE INDEX order_steps_by_actor ON order_steps (actor_id) WHERE actor_id IS NOT NULL;

-- Each movement of money has two lines that sum to zero, and an order each movement once.
CREATE TABLE ledger (
    order_id     UUID    NOT NULL REFERENCES orders (id),
    movement     TEXT    NOT NULL,
    account      TEXT    NOT NULL,
    amount_cents BIGINT NOT NULL,
    at           BIGINT NOT NULL,
    PRIMARY KEY (order_id, movement, account)
);

-- What the built-in test provider has been asked to move, under the key of the request: asked twice it moves once.
CREATE TABLE test_payments (
    key          TEXT    PRIMARY KEY NOT NULL,
    amount_cents BIGINT NOT NULL,
    asked        BIGINT NOT NULL
);

-- The work on an order. Whoever works on it holds a lease.
CREATE TABLE order_runs (
    order_id         UUID    PRIMARY KEY NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    version          BIGINT NOT NULL,
    phase            TEXT    NOT NULL,
    run              TEXT    NOT NULL,
    done             BIGINT NOT NULL,
    total            BIGINT NOT NULL,
    failures         INT NOT NULL,
    reason           TEXT,
    started_at       BIGINT NOT NULL,
    phase_started_at BIGINT NOT NULL,
    updated_at       BIGINT NOT NULL,
    last_line        BIGINT NOT NULL,
    -- No worker takes it before this.
    due_at           BIGINT NOT NULL,
    leased_until     BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX order_runs_due ON order_runs (due_at) WHERE run IN ('queued', 'working', 'waiting');

CREATE TABLE order_log (
    order_id UUID    NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    number   BIGINT NOT NULL,
    level    TEXT    NOT NULL,
    at       BIGINT NOT NULL,
    message  TEXT    NOT NULL,
    PRIMARY KEY (order_id, number)
);

-- What each screen was sent, and what it says it has shown.
CREATE TABLE plays (
    order_id UUID    NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    board_id UUID    NOT NULL REFERENCES boards (id),
    day      TEXT    NOT NULL,
    shown    BIGINT,
    PRIMARY KEY (order_id, board_id, day)
);
CREATE INDEX plays_by_board ON plays (board_id);

ALTER TABLE messages ADD COLUMN order_id UUID REFERENCES orders (id);
CREATE INDEX messages_by_order ON messages (order_id) WHERE order_id IS NOT NULL;
