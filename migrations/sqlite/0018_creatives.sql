-- What an order shows: the pictures handed in with a step of its life.
CREATE TABLE creatives (
    file_id   BLOB    PRIMARY KEY NOT NULL REFERENCES files (id),
    order_id  BLOB    NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    -- The step's.
    version   INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    -- Made by the buyer: a repeat changes nothing.
    client_id BLOB    NOT NULL,
    UNIQUE (order_id, version, position),
    UNIQUE (order_id, client_id, position)
) STRICT;

-- Which boards show which of them.
CREATE TABLE creative_boards (
    file_id  BLOB NOT NULL REFERENCES creatives (file_id) ON DELETE CASCADE,
    board_id BLOB NOT NULL REFERENCES boards (id),
    PRIMARY KEY (file_id, board_id)
) STRICT;
CREATE INDEX creative_boards_by_board ON creative_boards (board_id);
