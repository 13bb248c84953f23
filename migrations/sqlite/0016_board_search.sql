-- The orders of the list, of what is in it: pages are counted and put in order by these alone.
CREATE INDEX boards_listed ON boards (city, title, id)
    WHERE sandbox_id IS NULL AND status IN ('live', 'paused', 'maintenance');
CREATE INDEX boards_by_price ON boards (price_per_day_cents, id)
    WHERE sandbox_id IS NULL AND status IN ('live', 'paused', 'maintenance');
CREATE INDEX boards_by_audience ON boards (audience_per_week, id)
    WHERE sandbox_id IS NULL AND status IN ('live', 'paused', 'maintenance');
CREATE INDEX boards_by_title ON boards (title, id)
    WHERE sandbox_id IS NULL AND status IN ('live', 'paused', 'maintenance');

-- Full text: a row of words for each board, under a number that never changes. Triggers keep it true.
CREATE TABLE board_numbers (
    number   INTEGER PRIMARY KEY NOT NULL,
    board_id BLOB    NOT NULL UNIQUE REFERENCES boards (id) ON DELETE CASCADE
) STRICT;
CREATE VIRTUAL TABLE board_words USING fts5 (
    title, city, address, facing, description,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);

INSERT INTO board_numbers (board_id) SELECT id FROM boards;
INSERT INTO board_words (rowid, title, city, address, facing, description)
    SELECT n.number, b.title, b.city, b.address, b.facing, b.description
    FROM boards b JOIN board_numbers n ON n.board_id = b.id;

CREATE TRIGGER boards_are_numbered AFTER INSERT ON boards BEGIN
    INSERT INTO board_numbers (board_id) VALUES (new.id);
    INSERT INTO board_words (rowid, title, city, address, facing, description)
        SELECT number, new.title, new.city, new.address, new.facing, new.description
        FROM board_numbers WHERE board_id = new.id;
END;
CREATE TRIGGER boards_are_reworded
    AFTER UPDATE OF title, city, address, facing, description ON boards BEGIN
    UPDATE board_words SET title = new.title, city = new.city, address = new.address,
            facing = new.facing, description = new.description
        WHERE rowid = (SELECT number FROM board_numbers WHERE board_id = new.id);
END;
CREATE TRIGGER boards_are_forgotten BEFORE DELETE ON boards BEGIN
    DELETE FROM board_words
        WHERE rowid = (SELECT number FROM board_numbers WHERE board_id = old.id);
END;
