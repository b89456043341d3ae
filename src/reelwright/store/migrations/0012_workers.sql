-- Workers show themselves, so that a submit knows which engines there are, and an operator who works.

CREATE TABLE worker (
    id         text PRIMARY KEY,
    host       text NOT NULL,
    pid        integer NOT NULL,
    version    text NOT NULL,
    engines    text[] NOT NULL,
    slots      integer NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    seen_at    timestamptz NOT NULL DEFAULT now()
);

-- A task that is forgotten takes its job along, or jobs for engines that no worker has any more would stay for ever.
CREATE FUNCTION forget_job() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM procrastinate_jobs WHERE id = OLD.job_id AND status = 'todo';
    RETURN NULL;
END $$;

CREATE TRIGGER task_takes_its_job AFTER DELETE ON task
    FOR EACH ROW WHEN (OLD.job_id IS NOT NULL) EXECUTE FUNCTION forget_job();

-- Queues live on few rows that change often: with the default fifth of a table, 100,000 waiting tasks would let 20,000 dead rows
-- pile up in front of every claim. Room on each page lets progress be written without touching an index.
ALTER TABLE task SET (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
ALTER TABLE procrastinate_jobs SET (
    fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500, autovacuum_analyze_scale_factor = 0.02);
ALTER TABLE webhook_delivery SET (autovacuum_vacuum_scale_factor = 0.02);

-- When each chore of housekeeping was last begun, by whichever worker.
CREATE TABLE chore (
    name     text PRIMARY KEY,
    begun_at timestamptz NOT NULL DEFAULT now()
);
