-- Whoever deletes what others refer to, such as a sandbox, looks for those who do: each column that refers to
-- something is found by an index. Where it is mostly empty, only its values are in there.
CREATE INDEX boards_by_owner ON boards (owner_id);
CREATE INDEX boards_by_sandbox ON boards (sandbox_id) WHERE sandbox_id IS NOT NULL;
CREATE INDEX conversations_by_starter ON conversations (started_by);
CREATE INDEX members_by_adder ON members (added_by) WHERE added_by IS NOT NULL;
CREATE INDEX messages_by_author ON messages (author_id);
CREATE INDEX messages_by_original ON messages (reply_to) WHERE reply_to IS NOT NULL;
CREATE INDEX messages_by_subject ON messages (subject_id) WHERE subject_id IS NOT NULL;
CREATE INDEX announcements_by_author ON announcements (created_by);
CREATE INDEX announcement_changes_by_announcement ON announcement_changes (announcement_id);
CREATE INDEX announcement_changes_by_user ON announcement_changes (changed_by);
CREATE INDEX announcement_receipts_by_user ON announcement_receipts (user_id);
CREATE INDEX board_status_changes_by_user ON board_status_changes (changed_by);

-- What was done to a sandbox from outside, to count, and whether something is announced in it.
ALTER TABLE sandboxes ADD COLUMN acts          INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sandboxes ADD COLUMN is_announcing INTEGER NOT NULL DEFAULT 0;

-- Its one row is held by whoever counts sandboxes, until they have added what they counted for.
CREATE TABLE sandbox_gate (
    id INTEGER PRIMARY KEY NOT NULL
) STRICT;
INSERT INTO sandbox_gate (id) VALUES (1);
