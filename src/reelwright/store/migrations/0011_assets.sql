-- Assets: media that an account keeps under an asset:// id once they were reviewed. A review is a task like any other.

ALTER TABLE task ADD COLUMN kind text NOT NULL DEFAULT 'video' CHECK (kind IN ('video', 'review'));

-- A review tells what became of each asset, however it ended.
ALTER TABLE task DROP CONSTRAINT failed_has_a_failure, ADD CONSTRAINT failed_has_a_failure CHECK (
    status <> 'failed' OR (failure IS NOT NULL AND (result IS NULL OR kind = 'review') AND finished_at IS NOT NULL AND cost = 0));
ALTER TABLE task DROP CONSTRAINT cancelled_costs_nothing, ADD CONSTRAINT cancelled_costs_nothing CHECK (
    status <> 'cancelled' OR ((result IS NULL OR kind = 'review') AND finished_at IS NOT NULL AND cost = 0));

CREATE TABLE asset_group (
    id          text PRIMARY KEY,
    account_id  text NOT NULL REFERENCES account,
    name        text NOT NULL,
    description text NOT NULL DEFAULT '',
    project     text NOT NULL DEFAULT 'default',
    created_at  timestamptz NOT NULL DEFAULT now(),
    UNIQUE (id, account_id)
);

CREATE INDEX asset_group_of_account ON asset_group (account_id, created_at);

CREATE TABLE asset (
    id           text PRIMARY KEY,
    account_id   text NOT NULL REFERENCES account,
    group_id     text NOT NULL,
    task_id      text NOT NULL,                    -- the review; not a reference: assets outlive tasks
    name         text NOT NULL,
    kind         text NOT NULL CHECK (kind IN ('image', 'video', 'audio')),
    url          text NOT NULL,                    -- where it was fetched from
    status       text NOT NULL DEFAULT 'Processing' CHECK (status IN ('Processing', 'Active', 'Failed')),
    error        text,                             -- why it failed
    blob         text,                             -- its name in the store, once it was fetched and found good
    content_type text,
    size_bytes   bigint CHECK (size_bytes >= 0),
    info         jsonb,                            -- what opening it found
    created_at   timestamptz NOT NULL DEFAULT now(),
    decided_at   timestamptz,

    -- The group of another account can't be named even by a mistake of ours.
    FOREIGN KEY (group_id, account_id) REFERENCES asset_group (id, account_id),
    CONSTRAINT stored_is_measured CHECK (
        (blob IS NULL) = (info IS NULL) AND (blob IS NULL) = (content_type IS NULL) AND (blob IS NULL) = (size_bytes IS NULL)),
    CONSTRAINT active_is_stored CHECK (status <> 'Active' OR blob IS NOT NULL),
    CONSTRAINT failed_has_a_reason CHECK ((status = 'Failed') = (error IS NOT NULL)),
    CONSTRAINT decided_has_a_time CHECK ((status = 'Processing') = (decided_at IS NULL))
);

CREATE INDEX asset_of_account ON asset (account_id, created_at);
CREATE INDEX asset_of_group ON asset (group_id);
CREATE INDEX asset_of_task ON asset (task_id);
CREATE INDEX asset_waiting ON asset (created_at) WHERE status = 'Processing';

-- However a review ends, at its deadline or by its owner's wish, no asset stays undecided, and the task tells what became of each.
CREATE FUNCTION end_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE asset SET status = 'Failed', decided_at = now(), error = 'the review ended before this asset was decided on; submit it again'
    WHERE task_id = NEW.id AND status = 'Processing';
    NEW.result := jsonb_build_object('assets', COALESCE((
        SELECT jsonb_agg(jsonb_build_object('id', id, 'name', name, 'status', status, 'error', error) ORDER BY id)
        FROM asset WHERE task_id = NEW.id), '[]'));
    RETURN NEW;
END $$;

CREATE TRIGGER review_ends BEFORE UPDATE OF status ON task
    FOR EACH ROW WHEN (NEW.kind = 'review' AND OLD.finished_at IS NULL AND NEW.finished_at IS NOT NULL)
    EXECUTE FUNCTION end_review();
