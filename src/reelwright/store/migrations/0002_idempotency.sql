-- Answers to submits with an Idempotency-Key, kept for a day: the same key never makes a second task.

CREATE TABLE submit_once (
    key_id      text NOT NULL REFERENCES api_key,
    name        text NOT NULL,                 -- the Idempotency-Key as the caller sent it
    fingerprint bytea NOT NULL,                -- SHA-256 of the body
    task_id     text NOT NULL,                 -- no reference: the answer outlives a deleted task
    note        jsonb NOT NULL DEFAULT '{}',   -- what else the first answer is rebuilt from
    expires_at  timestamptz NOT NULL,
    PRIMARY KEY (key_id, name)
);

CREATE INDEX submit_once_expiry ON submit_once (expires_at);
