-- find: What was answered under an idempotency key.
SELECT fingerprint, task_id, note FROM submit_once
WHERE key_id = %(key_id)s AND name = %(name)s AND expires_at > now()

-- lock: Be the only one to submit under an idempotency key until the transaction ends; false when somebody else is at it.
SELECT pg_try_advisory_xact_lock(hashtextextended(%(key_id)s || ' ' || %(name)s, 0)) AS locked

-- insert: Remember the answer; an expired one makes room.
INSERT INTO submit_once (key_id, name, fingerprint, task_id, note, expires_at)
VALUES (%(key_id)s, %(name)s, %(fingerprint)s, %(task_id)s, %(note)s, now() + interval '24 hours')
ON CONFLICT (key_id, name) DO UPDATE
SET fingerprint = EXCLUDED.fingerprint, task_id = EXCLUDED.task_id, note = EXCLUDED.note, expires_at = EXCLUDED.expires_at

-- sweep: Forget a few that have expired; every insert sweeps more than it adds.
DELETE FROM submit_once WHERE (key_id, name) IN (
    SELECT key_id, name FROM submit_once WHERE expires_at < now() LIMIT 4 FOR UPDATE SKIP LOCKED)
