-- For whoever looks at all jobs, and for forgetting those that were over long ago.
CREATE INDEX jobs_by_state ON jobs (state, kind, id);
CREATE INDEX jobs_by_end ON jobs (state, due_at);
