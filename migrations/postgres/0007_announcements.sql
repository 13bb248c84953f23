INSERT INTO streams (name, epoch, head) VALUES ('announcements', gen_random_uuid(), 0);

CREATE TABLE announcements (
    id             UUID    PRIMARY KEY NOT NULL,
    revision       BIGINT  NOT NULL,
    severity       TEXT    NOT NULL,
    title          TEXT    NOT NULL,
    text           TEXT    NOT NULL,
    audience       TEXT    NOT NULL,
    is_dismissible BOOLEAN NOT NULL,
    starts_at      BIGINT  NOT NULL,
    ends_at        BIGINT ,
    recalled_at    BIGINT ,
    -- The revision that was told as shown; nothing while it is not.
    told_revision  BIGINT ,
    -- Whether everybody it is for has got their notification.
    is_notified    BOOLEAN NOT NULL DEFAULT FALSE,
    created_by     UUID    NOT NULL REFERENCES users (id),
    created_at     BIGINT  NOT NULL,
    -- Visitors, as their browsers say.
    visitors_delivered BIGINT  NOT NULL DEFAULT 0,
    visitors_seen      BIGINT  NOT NULL DEFAULT 0,
    visitors_dismissed BIGINT  NOT NULL DEFAULT 0
);

-- Who did what. Written with the change, never changed itself.
CREATE TABLE announcement_changes (
    id              UUID    PRIMARY KEY NOT NULL,
    announcement_id UUID    NOT NULL REFERENCES announcements (id),
    action          TEXT    NOT NULL,
    revision        BIGINT  NOT NULL,
    title           TEXT    NOT NULL,
    changed_by      UUID    NOT NULL REFERENCES users (id),
    changed_at      BIGINT  NOT NULL
);

-- How far each revision has come with each person.
CREATE TABLE announcement_receipts (
    announcement_id UUID    NOT NULL REFERENCES announcements (id),
    user_id         UUID    NOT NULL REFERENCES users (id),
    revision        BIGINT  NOT NULL,
    stage           TEXT    NOT NULL,
    noted_at        BIGINT  NOT NULL,
    PRIMARY KEY (announcement_id, user_id, revision, stage)
);
