-- Accounts, keys, tasks, uploads and the server's own secrets.

CREATE TABLE account (
    id         text PRIMARY KEY,
    name       text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE api_key (
    id             text PRIMARY KEY,
    account_id     text NOT NULL REFERENCES account,
    name           text NOT NULL,
    hash           bytea NOT NULL UNIQUE,         -- SHA-256 of the whole key; keys are random, so no salt is needed
    hint           text NOT NULL,                 -- its first and last characters, to tell keys apart in lists
    test_mode      boolean NOT NULL DEFAULT false,
    webhook_secret text NOT NULL,
    created_at     timestamptz NOT NULL DEFAULT now(),
    last_used_at   timestamptz,
    expires_at     timestamptz,
    revoked_at     timestamptz
);

CREATE TABLE task (
    id                text PRIMARY KEY CHECK (id ~ '^task_[0-9A-HJKMNP-TV-Z]{26}$'),
    account_id        text NOT NULL REFERENCES account,
    key_id            text NOT NULL REFERENCES api_key,
    model             text NOT NULL,
    engine            text NOT NULL,
    request           jsonb NOT NULL,
    seed              bigint NOT NULL CHECK (seed BETWEEN 0 AND 4294967295),
    status            text NOT NULL DEFAULT 'pending'
                      CHECK (status IN ('pending', 'processing', 'completed', 'failed', 'cancelled')),
    progress          smallint NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
    attempt           integer NOT NULL DEFAULT 0 CHECK (attempt >= 0),
    cancel_requested  boolean NOT NULL DEFAULT false,
    job_id            bigint,                     -- of the queue
    public_url        text NOT NULL,              -- base of the addresses in answers, as the caller reached the server
    estimated_seconds integer CHECK (estimated_seconds >= 0),
    created_at        timestamptz NOT NULL DEFAULT now(),
    started_at        timestamptz,
    finished_at       timestamptz,
    expires_at        timestamptz,                -- of the result's addresses
    deadline_at       timestamptz NOT NULL,       -- unfinished by then, the task fails
    warnings          jsonb NOT NULL DEFAULT '[]',
    checkpoint        jsonb NOT NULL DEFAULT '{}', -- what a remote engine must not forget
    failure           jsonb,
    result            jsonb,
    hold              numeric(14, 4) NOT NULL DEFAULT 0 CHECK (hold >= 0),
    cost              numeric(14, 4) CHECK (cost >= 0),
    completion_tokens bigint,
    version           bigint NOT NULL DEFAULT 1,  -- counts visible changes; the id of server-sent events

    CONSTRAINT pending_is_untouched CHECK (status <> 'pending' OR (started_at IS NULL AND finished_at IS NULL AND attempt = 0)),
    CONSTRAINT processing_has_started CHECK (
        status <> 'processing' OR (started_at IS NOT NULL AND attempt > 0 AND finished_at IS NULL)),
    CONSTRAINT completed_has_a_result CHECK (
        status <> 'completed' OR (result IS NOT NULL AND failure IS NULL AND finished_at IS NOT NULL
            AND expires_at IS NOT NULL AND cost IS NOT NULL AND progress = 100)),
    CONSTRAINT failed_has_a_failure CHECK (
        status <> 'failed' OR (failure IS NOT NULL AND result IS NULL AND finished_at IS NOT NULL AND cost = 0)),
    CONSTRAINT cancelled_costs_nothing CHECK (
        status <> 'cancelled' OR (result IS NULL AND finished_at IS NOT NULL AND cost = 0))
);

CREATE INDEX task_of_account ON task (account_id, id DESC);
CREATE INDEX task_unfinished ON task (deadline_at) WHERE status IN ('pending', 'processing');
CREATE INDEX task_finished ON task (finished_at) WHERE finished_at IS NOT NULL;

-- Wakes everyone who follows a task, in whichever process they wait.
CREATE FUNCTION notify_task() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('reelwright_task', NEW.id);
    RETURN NULL;
END $$;

CREATE TRIGGER task_changed AFTER UPDATE ON task
    FOR EACH ROW WHEN (OLD.version IS DISTINCT FROM NEW.version OR OLD.cancel_requested IS DISTINCT FROM NEW.cancel_requested)
    EXECUTE FUNCTION notify_task();

-- Moves that domain/task.py forbids can't be written, whoever writes them.
CREATE FUNCTION forbid_leaving_the_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'task % has ended as % and cannot become %', OLD.id, OLD.status, NEW.status;
END $$;

CREATE TRIGGER task_ends_once BEFORE UPDATE OF status ON task
    FOR EACH ROW WHEN (OLD.status IN ('completed', 'failed', 'cancelled') AND NEW.status IS DISTINCT FROM OLD.status)
    EXECUTE FUNCTION forbid_leaving_the_end();

CREATE TABLE upload (
    id           text PRIMARY KEY,                -- unguessable: who has the address may read the file
    account_id   text NOT NULL REFERENCES account,
    kind         text NOT NULL CHECK (kind IN ('image', 'video', 'audio')),
    blob         text NOT NULL,
    filename     text NOT NULL,
    content_type text NOT NULL,
    size_bytes   bigint NOT NULL CHECK (size_bytes >= 0),
    info         jsonb NOT NULL,                  -- what opening it found
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL
);

CREATE INDEX upload_expiry ON upload (expires_at);

CREATE TABLE server_secret (
    name  text PRIMARY KEY,
    value bytea NOT NULL
);
