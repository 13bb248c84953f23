INSERT INTO streams (name, epoch, head) VALUES ('announcements', randomblob(16), 0);

CREATE TABLE announcements (
    id             BLOB    PRIMARY KEY NOT NULL,
    revision       INTEGER NOT NULL,
    severity       TEXT    NOT NULL,
    title          TEXT    NOT NULL,
    text           TEXT    NOT NULL,
    audience       TEXT    NOT NULL,
    is_dismissible INTEGER NOT NULL,
    starts_at      INTEGER NOT NULL,
    ends_at        INTEGER,
    recalled_at    INTEGER,
    -- The revision that was told as shown; nothing while it is not.
    told_revision  INTEGER,
    -- Whether everybody it is for has got their notification.
    is_notified    INTEGER NOT NULL DEFAULT 0,
    created_by     BLOB    NOT NULL REFERENCES users (id),
    created_at     INTEGER NOT NULL,
    -- Visitors, as their browsers say.
    visitors_delivered INTEGER NOT NULL DEFAULT 0,
    visitors_seen      INTEGER NOT NULL DEFAULT 0,
    visitors_dismissed INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Who did what. Written with the change, never changed itself.
CREATE TABLE announcement_changes (
    id              BLOB    PRIMARY KEY NOT NULL,
    announcement_id BLOB    NOT NULL REFERENCES announcements (id),
    action          TEXT    NOT NULL,
    revision        INTEGER NOT NULL,
    title           TEXT    NOT NULL,
    changed_by      BLOB    NOT NULL REFERENCES users (id),
    changed_at      INTEGER NOT NULL
) STRICT;

-- How far each revision has come with each person.
CREATE TABLE announcement_receipts (
    announcement_id BLOB    NOT NULL REFERENCES announcements (id),
    user_id         BLOB    NOT NULL REFERENCES users (id),
    revision        INTEGER NOT NULL,
    stage           TEXT    NOT NULL,
    noted_at        INTEGER NOT NULL,
    PRIMARY KEY (announcement_id, user_id, revision, stage)
) STRICT;
