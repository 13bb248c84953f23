-- Places of a loop are taken from the lowest on: a day on which none is free has its last one taken, so that boards
-- with a free place are found by the days on which it is.
CREATE INDEX booked_days_by_place ON booked_days (board_id, slot, day);
