-- idempotency: Forget answers under idempotency keys that nobody may count on any more.
DELETE FROM submit_once WHERE (key_id, name) IN (
    SELECT key_id, name FROM submit_once WHERE expires_at < now() LIMIT %(batch)s FOR UPDATE SKIP LOCKED)

-- periods: Forget what keys spent on days and in months that are over and in which no hold can still be open.
DELETE FROM key_period WHERE (key_id, period) IN (
    SELECT key_id, period FROM key_period
    WHERE (period LIKE 'day %%' AND period < to_char((now() - interval '7 days') AT TIME ZONE 'UTC', '"day "YYYY-MM-DD'))
       OR (period LIKE 'month %%' AND period < to_char((now() - interval '3 months') AT TIME ZONE 'UTC', '"month "YYYY-MM'))
    LIMIT %(batch)s)

-- unknown_tasks: Those of the given ids that no task has.
SELECT named.id FROM unnest(%(ids)s::text[]) AS named (id) WHERE NOT EXISTS (SELECT FROM task WHERE task.id = named.id)

-- unknown_uploads: Those of the given blobs that no upload has.
SELECT named.blob FROM unnest(%(blobs)s::text[]) AS named (blob)
WHERE NOT EXISTS (SELECT FROM upload WHERE upload.blob = named.blob)

-- unknown_assets: Those of the given blobs that no asset has.
SELECT named.blob FROM unnest(%(blobs)s::text[]) AS named (blob)
WHERE NOT EXISTS (SELECT FROM asset WHERE asset.blob = named.blob)

-- begin: Take a chore on if nobody has for a while. No row: somebody has.
INSERT INTO chore (name) VALUES (%(name)s)
ON CONFLICT (name) DO UPDATE SET begun_at = now() WHERE chore.begun_at < now() - make_interval(secs => %(every)s)
RETURNING name
