-- The orders on which the work stands so, the oldest or the newest of them first, and those that are done by when.
CREATE INDEX order_runs_standing ON order_runs (run, updated_at, order_id);
DROP INDEX order_runs_done;
