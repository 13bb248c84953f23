-- Places of a loop are taken from the lowest on: a day on which none is free has its last one taken, so that boards
-- with a free place are found by the days on which it is.
CREATE INDEX booked_days_by_place ON booked_days (board_id, slot, day);

-- The map: what stands where, of what is in the list.
CREATE INDEX boards_by_place ON boards (longitude_e6, latitude_e6, city, id)
    WHERE sandbox_id IS NULL AND status IN ('live', 'paused', 'maintenance');

-- Searches for single letters, of which one matches a good part of all words, have their index too.
DROP TABLE board_words;
CREATE VIRTUAL TABLE board_words USING fts5 (
    title, city, address, facing, description,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
);
INSERT INTO board_words (rowid, title, city, address, facing, description)
    SELECT n.number, b.title, b.city, b.address, b.facing, b.description
    FROM boards b JOIN board_numbers n ON n.board_id = b.id;
