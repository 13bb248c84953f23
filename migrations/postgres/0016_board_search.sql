-- The orders of the list, of what is in it: pages are counted and put in order by these alone.
CREATE INDEX boards_listed ON boards (city, title, id)
    WHERE sandbox_id IS NULL AND status IN ('live', 'paused', 'maintenance');
CREATE INDEX boards_by_price ON boards (price_per_day_cents, id)
    WHERE sandbox_id IS NULL AND status IN ('live', 'paused', 'maintenance');
CREATE INDEX boards_by_audience ON boards (audience_per_week, id)
    WHERE sandbox_id IS NULL AND status IN ('live', 'paused', 'maintenance');
CREATE INDEX boards_by_title ON boards (title, id)
    WHERE sandbox_id IS NULL AND status IN ('live', 'paused', 'maintenance');

-- Letters without their accents, and blanks for whatever stands between words: the text and the search go through the
-- same, so that both engines find the same boards. With capitals, which not every locale knows the small letters of.
CREATE FUNCTION plain_words(written TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT translate(lower(written),
        'ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüýÿĀāĂăĄąĆćĈĉĊċČčĎďĒēĔĕĖėĘęĚěĜĝĞğĠġĢģĤĥĨĩĪīĬĭĮįİĴĵĶķĹĺĻļĽľŃńŅņŇňŌōŎŏŐőŔŕŖŗŘřŚśŜŝŞşŠšŢţŤťŨũŪūŬŭŮůŰűŲųŴŵŶŷŸŹźŻżŽž-_.,:;/\@&|!?()[]{}<>"*+#%''',
        'aaaaaaceeeeiiiinooooouuuuyaaaaaaceeeeiiiinooooouuuuyyaaaaaaccccccccddeeeeeeeeeegggggggghhiiiiiiiiijjkkllllllnnnnnnoooooorrrrrrssssssssttttuuuuuuuuuuuuwwyyyzzzzzz                           ')
$$;

ALTER TABLE boards ADD COLUMN words TSVECTOR GENERATED ALWAYS AS (to_tsvector('simple'::regconfig,
    plain_words(title || ' ' || city || ' ' || address || ' ' || facing || ' ' || description))) STORED;
CREATE INDEX boards_by_words ON boards USING GIN (words);
