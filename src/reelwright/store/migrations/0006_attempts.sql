-- Attempts that are not held against a task, and results whose files have been removed.

ALTER TABLE task ADD COLUMN excused integer NOT NULL DEFAULT 0;            -- attempts handed back, or ended by no fault of the task
ALTER TABLE task ADD COLUMN files_removed boolean NOT NULL DEFAULT false;  -- the result has expired and its blobs are gone
ALTER TABLE task ADD CONSTRAINT excused_within_attempts CHECK (excused BETWEEN 0 AND attempt);

CREATE INDEX task_with_files ON task (expires_at) WHERE status = 'completed' AND NOT files_removed;
