-- What an order shows: the pictures handed in with a step of its life.
CREATE TABLE creatives (
    file_id   UUID    PRIMARY KEY NOT NULL REFERENCES files (id),
    order_id  UUID    NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    -- The step's.
    version   BIGINT  NOT NULL,
    position  BIGINT  NOT NULL,
    -- Made by the buyer: a repeat changes nothing.
    client_id UUID    NOT NULL,
    UNIQUE (order_id, version, position),
    UNIQUE (order_id, client_id, position)
);

-- Which boards show which of them.
CREATE TABLE creative_boards (
    file_id  UUID NOT NULL REFERENCES creatives (file_id) ON DELETE CASCADE,
    board_id UUID NOT NULL REFERENCES boards (id),
    PRIMARY KEY (file_id, board_id)
);
CREATE INDEX creative_boards_by_board ON creative_boards (board_id);
