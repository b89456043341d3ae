-- Start-time fair queueing between keys: a task's tag is its virtual start, and the queue serves the lowest tag first.

ALTER TABLE api_key ADD COLUMN weight smallint NOT NULL DEFAULT 1 CHECK (weight BETWEEN 1 AND 16);

ALTER TABLE task ADD COLUMN share_tag integer NOT NULL DEFAULT 0;

CREATE INDEX task_share_of_key ON task (key_id, engine, share_tag) WHERE finished_at IS NULL;
CREATE INDEX task_share_running ON task (engine, share_tag) WHERE status = 'processing';
CREATE INDEX task_share_waiting ON task (engine, share_tag) WHERE status = 'pending';
