-- waiting: How many tasks wait, counted up to a limit.
SELECT count(*) AS n FROM (SELECT FROM task WHERE status = 'pending' LIMIT %(limit)s) AS counted

-- insert: Store a task and the job that runs it, in one statement and so one round trip: both or neither; the job is announced after.
WITH share AS MATERIALIZED (
    SELECT LEAST(%(last_tag)s, GREATEST(
        COALESCE(
            (SELECT max(share_tag) FROM task WHERE engine = %(engine)s AND status = 'processing'),
            (SELECT min(share_tag) FROM task WHERE engine = %(engine)s AND status = 'pending'),
            0),
        COALESCE(
            (SELECT max(share_tag) FROM task WHERE key_id = %(key_id)s AND engine = %(engine)s AND finished_at IS NULL) + %(share)s,
            0)))::integer AS tag,
        set_config('reelwright.announced_after', 'yes', true)
), job AS MATERIALIZED (
    SELECT tag, procrastinate_defer_jobs_v1(ARRAY[ROW(
        %(queue)s::text, %(job)s::text, -tag,
        %(key_id)s || ':' || tag / %(share)s %% %(running_cap)s::integer,
        NULL, jsonb_build_object('task_id', %(id)s::text), NULL)::procrastinate_job_to_defer_v1]) AS ids
    FROM share
)
INSERT INTO task (id, account_id, key_id, model, engine, request, seed, public_url, estimated_seconds, deadline_at,
                  warnings, hold, job_id, share_tag, kind)
SELECT %(id)s, %(account_id)s, %(key_id)s, %(model)s, %(engine)s, %(request)s, %(seed)s, %(public_url)s,
       %(estimated_seconds)s, now() + make_interval(secs => %(deadline)s), %(warnings)s, %(hold)s, ids[1], tag, %(kind)s
FROM job
RETURNING *

-- get: One task of one account.
SELECT * FROM task WHERE id = %(id)s AND account_id = %(account_id)s

-- get_any: One task, whoever owns it; for workers.
SELECT * FROM task WHERE id = %(id)s

-- get_many: Those of the given ids that belong to one account.
SELECT * FROM task WHERE id = ANY(%(ids)s) AND account_id = %(account_id)s

-- list: A page of an account's videos, newest first. Reviews are found with their assets.
SELECT * FROM task
WHERE account_id = %(account_id)s AND kind = 'video'
  AND (%(before)s::text IS NULL OR id < %(before)s)
  AND (%(status)s::text IS NULL OR status = %(status)s)
  AND (%(model)s::text IS NULL OR model = %(model)s)
  AND (%(created_from)s::timestamptz IS NULL OR created_at >= %(created_from)s)
  AND (%(created_until)s::timestamptz IS NULL OR created_at < %(created_until)s)
ORDER BY id DESC
LIMIT %(limit)s

-- claim: Begin an attempt; no row means that the task has ended meanwhile.
UPDATE task
SET status = 'processing', attempt = attempt + 1, started_at = COALESCE(started_at, now()), version = version + 1,
    parked_at = NULL, parked_reason = NULL
WHERE id = %(id)s AND status IN ('pending', 'processing')
RETURNING *

-- progress: Report how far an attempt is; never backwards. No row means that the attempt is stale.
UPDATE task
SET progress = GREATEST(progress, %(progress)s),
    version = version + CASE WHEN progress < %(progress)s THEN 1 ELSE 0 END
WHERE id = %(id)s AND attempt = %(attempt)s AND status = 'processing'
RETURNING cancel_requested

-- excuse: Do not hold an attempt against its task. No row means that the attempt is stale.
UPDATE task SET excused = excused + 1
WHERE id = %(id)s AND attempt = %(attempt)s AND status = 'processing'
RETURNING excused

-- warn: Add a sentence to a task's warnings, once.
UPDATE task
SET warnings = warnings || to_jsonb(%(warning)s::text), version = version + 1
WHERE id = %(id)s AND attempt = %(attempt)s AND status = 'processing' AND NOT warnings ? %(warning)s

-- save_checkpoint: Merge values into what a remote engine must not forget. No row means that the attempt is stale.
UPDATE task
SET checkpoint = checkpoint || %(values)s
WHERE id = %(id)s AND attempt = %(attempt)s AND status = 'processing'
RETURNING id

-- load_checkpoint: What a remote engine saved in this or an earlier attempt.
SELECT checkpoint FROM task WHERE id = %(id)s

-- complete: End an attempt with a result. No row means that the attempt is stale.
UPDATE task
SET status = 'completed', progress = 100, finished_at = now(), expires_at = now() + make_interval(secs => %(ttl)s),
    result = %(result)s, cost = LEAST(%(cost)s, hold), completion_tokens = %(completion_tokens)s, version = version + 1
WHERE id = %(id)s AND attempt = %(attempt)s AND status = 'processing' AND NOT cancel_requested
RETURNING *

-- end_review: End a review all of whose assets are decided. No row: one is not, or it has ended, or the attempt is stale.
UPDATE task
SET status = CASE WHEN failed.n = 0 THEN 'completed' ELSE 'failed' END, progress = 100, finished_at = now(), cost = 0,
    expires_at = now() + make_interval(secs => %(ttl)s), result = '{}', version = version + 1,
    failure = CASE WHEN failed.n > 0 THEN jsonb_build_object('code', %(code)s::text, 'message', failed.why, 'param', NULL) END
FROM (SELECT count(*) AS n, count(*) || ' of the assets failed: ' || string_agg(name || ': ' || error, '; ' ORDER BY id) AS why
      FROM asset WHERE task_id = %(id)s AND status = 'Failed') AS failed
WHERE task.id = %(id)s AND kind = 'review' AND task.status = 'processing'
  AND (%(attempt)s::integer IS NULL OR (attempt = %(attempt)s AND NOT cancel_requested))
  AND NOT EXISTS (SELECT FROM asset WHERE task_id = %(id)s AND status = 'Processing')
RETURNING task.*

-- fail: End an attempt without one; nothing is charged. No row means that the attempt is stale.
UPDATE task
SET status = 'failed', progress = 100, finished_at = now(), failure = %(failure)s, cost = 0, version = version + 1
WHERE id = %(id)s AND attempt = %(attempt)s AND status IN ('pending', 'processing')
RETURNING *

-- request_cancel: A task that waits, for a worker or a person, is cancelled at once; a running one is asked to stop. No row: it has ended.
UPDATE task
SET cancel_requested = true,
    status = CASE WHEN status = 'pending' OR parked_at IS NOT NULL THEN 'cancelled' ELSE status END,
    finished_at = CASE WHEN status = 'pending' OR parked_at IS NOT NULL THEN now() END,
    cost = CASE WHEN status = 'pending' OR parked_at IS NOT NULL THEN 0 END,
    version = version + CASE WHEN status = 'pending' OR parked_at IS NOT NULL THEN 1 ELSE 0 END
WHERE id = %(id)s AND account_id = %(account_id)s AND status IN ('pending', 'processing')
RETURNING *

-- cancel: End an attempt because its caller asked to. No row means that the attempt is stale.
UPDATE task
SET status = 'cancelled', finished_at = now(), cost = 0, version = version + 1
WHERE id = %(id)s AND attempt = %(attempt)s AND status = 'processing' AND cancel_requested
RETURNING *

-- delete: Forget a task that has ended. No row: it hasn't, or isn't there.
DELETE FROM task
WHERE id = %(id)s AND account_id = %(account_id)s AND status IN ('completed', 'failed', 'cancelled')
RETURNING *

-- overdue: Unfinished tasks whose deadline has passed.
SELECT id, attempt FROM task WHERE status IN ('pending', 'processing') AND deadline_at < now() LIMIT 100

-- with_expired_files: Completed tasks whose addresses stopped working an hour ago and whose files are still there.
SELECT id FROM task
WHERE status = 'completed' AND NOT files_removed AND expires_at < now() - interval '1 hour'
LIMIT 100

-- files_removed: Remember that the files of tasks are gone.
UPDATE task SET files_removed = true WHERE id = ANY(%(ids)s)

-- expired: Ended tasks that are past their retention.
SELECT id FROM task WHERE finished_at < now() - make_interval(secs => %(keep)s) LIMIT 100

-- forget: Remove tasks for good.
DELETE FROM task WHERE id = ANY(%(ids)s) AND status IN ('completed', 'failed', 'cancelled')

-- typical_seconds: How long the last twenty like it took, from start to end, and how many wait before it.
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS seconds
FROM (
    SELECT EXTRACT(epoch FROM finished_at - started_at) AS seconds
    FROM task
    WHERE status = 'completed' AND kind = 'video' AND model = %(model)s
      AND request->>'resolution' = %(resolution)s AND (request->>'duration')::int = %(duration)s
      AND finished_at > now() - interval '7 days'
    ORDER BY finished_at DESC
    LIMIT 20
) AS recent
