-- Tasks that are forwarded: parked when only a person can tell what became of a paid submit, moved between engines, and what
-- each upstream may spend.

ALTER TABLE task ADD COLUMN parked_at timestamptz;    -- a person has to decide before anything else happens to it
ALTER TABLE task ADD COLUMN parked_reason text;
ALTER TABLE task ADD CONSTRAINT parked_has_a_reason CHECK ((parked_at IS NULL) = (parked_reason IS NULL));

CREATE INDEX task_parked ON task (parked_at) WHERE parked_at IS NOT NULL AND finished_at IS NULL;

-- What each upstream will bill for tasks that were or are being submitted to it; a row goes when it is certain that it won't.
CREATE TABLE upstream_spend (
    upstream text NOT NULL,
    task_id  text NOT NULL,                        -- no reference: money outlives tasks
    day      date NOT NULL,                        -- UTC
    amount   numeric(14, 4) NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (upstream, task_id)
);

CREATE INDEX upstream_spend_of_day ON upstream_spend (upstream, day);

-- Upstreams that failed lately, as workers saw it; submits avoid them until then.
CREATE TABLE upstream_pause (
    upstream text PRIMARY KEY,
    until    timestamptz NOT NULL,
    reason   text NOT NULL
);
