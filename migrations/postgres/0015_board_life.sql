-- Why a board became what it is, where somebody said so.
ALTER TABLE board_status_changes ADD COLUMN reason TEXT NOT NULL DEFAULT '';

-- When the board came to its status: what waits for a review waits since then.
ALTER TABLE boards ADD COLUMN status_at BIGINT NOT NULL DEFAULT 0;
UPDATE boards SET status_at = COALESCE(
    (SELECT MAX(c.changed_at) FROM board_status_changes c WHERE c.board_id = boards.id), 0);
CREATE INDEX boards_to_review ON boards (status_at, id) WHERE status = 'in_review';

-- What an owner says of a board beyond what every list shows.
ALTER TABLE boards ADD COLUMN version       BIGINT  NOT NULL DEFAULT 1;
ALTER TABLE boards ADD COLUMN updated_at    BIGINT  NOT NULL DEFAULT 0;
ALTER TABLE boards ADD COLUMN width_px      INT     NOT NULL DEFAULT 1920;
ALTER TABLE boards ADD COLUMN height_px     INT     NOT NULL DEFAULT 1080;
-- Millionths of a degree: exact, and the same on both engines.
ALTER TABLE boards ADD COLUMN latitude_e6   INT;
ALTER TABLE boards ADD COLUMN longitude_e6  INT;
-- Seven parts, Monday first, as `06:00-22:00`; an empty one is a day off.
ALTER TABLE boards ADD COLUMN hours         TEXT    NOT NULL
    DEFAULT '00:00-24:00,00:00-24:00,00:00-24:00,00:00-24:00,00:00-24:00,00:00-24:00,00:00-24:00';
ALTER TABLE boards ADD COLUMN content_rules TEXT    NOT NULL DEFAULT '';
