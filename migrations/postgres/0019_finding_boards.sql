-- Places of a loop are taken from the lowest on: a day on which none is free has its last one taken, so that boards
-- with a free place are found by the days on which it is.
CREATE INDEX booked_days_by_place ON booked_days (board_id, slot, day);

-- The map: what stands where, of what is in the list.
CREATE INDEX boards_by_place ON boards (longitude_e6, latitude_e6, city, id)
    WHERE sandbox_id IS NULL AND status IN ('live', 'paused', 'maintenance');
