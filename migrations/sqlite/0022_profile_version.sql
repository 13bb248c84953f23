-- What an owner edits has a version of its own: a photo that is added is no edit of the form.
ALTER TABLE boards ADD COLUMN profile_version INTEGER NOT NULL DEFAULT 1;
