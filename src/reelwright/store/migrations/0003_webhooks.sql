-- The outbox of webhooks. A trigger fills it, so that no way of ending a task can forget it.

CREATE TABLE webhook_delivery (
    id          text PRIMARY KEY,                 -- the webhook-id header, the same at every try
    task_id     text NOT NULL REFERENCES task ON DELETE CASCADE,
    account_id  text NOT NULL REFERENCES account,
    key_id      text NOT NULL REFERENCES api_key, -- whose secret signs it
    url         text NOT NULL,
    state       text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'given_up')),
    tries       integer NOT NULL DEFAULT 0,
    next_try_at timestamptz DEFAULT now(),        -- while waiting; a sender moves it ahead before it sends
    last_status integer,                          -- HTTP status of the last try, if there was an answer
    last_error  text,
    last_try_at timestamptz,
    created_at  timestamptz NOT NULL DEFAULT now(),

    CONSTRAINT waiting_has_a_next_try CHECK ((state = 'waiting') = (next_try_at IS NOT NULL)),
    CONSTRAINT delivered_was_answered CHECK (state <> 'delivered' OR last_status BETWEEN 200 AND 399)
);

CREATE INDEX webhook_due ON webhook_delivery (next_try_at) WHERE state = 'waiting';
CREATE INDEX webhook_of_task ON webhook_delivery (task_id);

CREATE FUNCTION queue_webhook() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO webhook_delivery (id, task_id, account_id, key_id, url)
    VALUES ('msg_' || replace(gen_random_uuid()::text, '-', ''), NEW.id, NEW.account_id, NEW.key_id,
            rtrim(NEW.request->>'webhook', '/') || '/callback');
    PERFORM pg_notify('reelwright_webhook', NEW.id);
    RETURN NULL;
END $$;

CREATE TRIGGER task_end_is_told AFTER UPDATE OF status ON task
    FOR EACH ROW WHEN (
        OLD.status IN ('pending', 'processing') AND NEW.status IN ('completed', 'failed', 'cancelled')
        AND NEW.request->>'webhook' IS NOT NULL)
    EXECUTE FUNCTION queue_webhook();
