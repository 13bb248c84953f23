CREATE TABLE boards (
    id                  BLOB   PRIMARY KEY NOT NULL,
    owner_id            BLOB   NOT NULL REFERENCES users (id),
    title               TEXT   NOT NULL,
    city                TEXT   NOT NULL,
    address             TEXT   NOT NULL,
    format              TEXT   NOT NULL,
    width_cm            INTEGER NOT NULL,
    height_cm           INTEGER NOT NULL,
    facing              TEXT   NOT NULL,
    audience_per_week   INTEGER NOT NULL,
    price_per_day_cents INTEGER NOT NULL,
    currency            TEXT   NOT NULL,
    status              TEXT   NOT NULL,
    description         TEXT   NOT NULL
) STRICT;
CREATE INDEX boards_by_city ON boards (city, title);
