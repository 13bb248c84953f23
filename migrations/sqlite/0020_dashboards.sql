-- What the pipeline's page counts.
CREATE INDEX order_runs_done ON order_runs (updated_at) WHERE run = 'done';
CREATE INDEX order_runs_by_run ON order_runs (run, phase);
CREATE INDEX orders_by_state ON orders (state);
