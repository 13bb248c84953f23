-- The orders of the list.
CREATE INDEX boards_by_price ON boards (price_per_day_cents, id);
CREATE INDEX boards_by_audience ON boards (audience_per_week, id);
CREATE INDEX boards_by_title ON boards (title, id);

-- Letters without their accents, and blanks for whatever stands between words: the text and the search go through the
-- same, so that both engines find the same boards.
CREATE FUNCTION plain_words(written TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT translate(lower(written),
        'àáâãäåçèéêëìíîïñòóôõöùúûüýÿāăąćĉċčďēĕėęěĝğġģĥĩīĭįĵķĺļľńņňōŏőŕŗřśŝşšţťũūŭůűųŵŷźżž-_.,:;/\@&|!?()[]{}<>"*+#%''',
        'aaaaaaceeeeiiiinooooouuuuyyaaaccccdeeeeegggghiiiijklllnnnooorrrssssttuuuuuuwyzzz                           ')
$$;

ALTER TABLE boards ADD COLUMN words TSVECTOR GENERATED ALWAYS AS (to_tsvector('simple'::regconfig,
    plain_words(title || ' ' || city || ' ' || address || ' ' || facing || ' ' || description))) STORED;
CREATE INDEX boards_by_words ON boards USING GIN (words);
