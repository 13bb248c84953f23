-- A member may read what comes after `sees_after`; what came up to `joined_seq` was said before they came.
-- Whoever was in the conversation from its start was added by nobody.
ALTER TABLE members ADD COLUMN sees_after BIGINT NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN joined_seq BIGINT NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN added_by   UUID REFERENCES users (id);

-- Whom a line is about that the system wrote, when that is not its author.
ALTER TABLE messages ADD COLUMN subject_id UUID REFERENCES users (id);
