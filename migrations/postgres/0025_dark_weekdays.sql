-- Days of the week on which a board is dark, as bits, Monday's the lowest: nothing is sold on them. A line of an order
-- keeps those of the time it was booked.
ALTER TABLE boards ADD COLUMN dark_weekdays INTEGER NOT NULL DEFAULT 0;
ALTER TABLE order_lines ADD COLUMN dark_weekdays INTEGER NOT NULL DEFAULT 0;
UPDATE boards SET dark_weekdays = (
    SELECT COALESCE(SUM(1 << (span.position::int - 1)), 0)
    FROM unnest(string_to_array(boards.hours, ',')) WITH ORDINALITY AS span (hours, position)
    WHERE span.hours = '');
