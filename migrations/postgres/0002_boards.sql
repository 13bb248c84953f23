CREATE TABLE boards (
    id                  UUID   PRIMARY KEY NOT NULL,
    owner_id            UUID   NOT NULL REFERENCES users (id),
    title               TEXT   NOT NULL,
    city                TEXT   NOT NULL,
    address             TEXT   NOT NULL,
    format              TEXT   NOT NULL,
    width_cm            INT    NOT NULL,
    height_cm           INT    NOT NULL,
    facing              TEXT   NOT NULL,
    audience_per_week   BIGINT NOT NULL,
    price_per_day_cents BIGINT NOT NULL,
    currency            TEXT   NOT NULL,
    status              TEXT   NOT NULL,
    description         TEXT   NOT NULL
);
CREATE INDEX boards_by_city ON boards (city, title);
