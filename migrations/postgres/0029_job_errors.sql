-- A row that was passed over has nothing that wants mending.
ALTER TABLE job_errors ADD COLUMN is_skipped BOOLEAN NOT NULL DEFAULT FALSE;
