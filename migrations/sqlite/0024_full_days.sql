-- Days on which a board has no free place: boards that are free are found without counting their places.
CREATE TABLE full_days (
    board_id BLOB NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    day      TEXT NOT NULL,
    PRIMARY KEY (board_id, day)
) STRICT, WITHOUT ROWID;
INSERT INTO full_days (board_id, day)
    SELECT d.board_id, d.day FROM booked_days d JOIN boards b ON b.id = d.board_id
    GROUP BY d.board_id, d.day, b.slots_per_loop HAVING COUNT(*) >= b.slots_per_loop;
DROP INDEX booked_days_by_place;
