-- move: Hand an attempt's task to another engine's queue, forgetting what was tried. No row means that the attempt is stale.
WITH share AS MATERIALIZED (
    SELECT COALESCE(
        (SELECT max(share_tag) FROM task WHERE engine = %(engine)s AND status = 'processing'),
        (SELECT min(share_tag) FROM task WHERE engine = %(engine)s AND status = 'pending'),
        0)::integer AS tag
), moved AS MATERIALIZED (
    UPDATE task
    SET engine = %(engine)s, share_tag = share.tag, excused = excused + 1, version = version + 1,
        checkpoint = jsonb_build_object('tried', COALESCE(checkpoint->'tried', '[]') || to_jsonb(engine)),
        warnings = warnings || to_jsonb(%(warning)s::text)
    FROM share
    WHERE id = %(id)s AND attempt = %(attempt)s AND status = 'processing'
    RETURNING id, key_id, share_tag
), job AS MATERIALIZED (
    SELECT procrastinate_defer_jobs_v1(ARRAY[ROW(
        %(queue)s::text, %(job)s::text, -share_tag,
        -- Any of the key's locks: all that are moved at one time have the same tag, and must not wait for each other.
        key_id || ':' || (1000000 * random())::integer %% (SELECT running_cap FROM api_key WHERE api_key.id = key_id),
        NULL, jsonb_build_object('task_id', id), NULL)::procrastinate_job_to_defer_v1]) AS ids
    FROM moved
)
SELECT ids[1] AS job FROM job

-- set_job: Tie a task to the job that runs it now.
UPDATE task SET job_id = %(job)s WHERE id = %(id)s

-- park: Leave an attempt's task to a person. No row means that the attempt is stale.
UPDATE task
SET parked_at = now(), parked_reason = %(reason)s, excused = excused + 1, version = version + 1,
    warnings = CASE WHEN warnings ? %(warning)s THEN warnings ELSE warnings || to_jsonb(%(warning)s::text) END
WHERE id = %(id)s AND attempt = %(attempt)s AND status = 'processing'
RETURNING id

-- parked: Videos that wait for a person, oldest first; reviews that do are found with their assets.
SELECT id, engine, parked_at, parked_reason, checkpoint->'intent' AS intent FROM task
WHERE kind = 'video' AND parked_at IS NOT NULL AND finished_at IS NULL ORDER BY parked_at LIMIT 500

-- unpark: Go on with the job that a person has found upstream. No row: the task is not parked.
UPDATE task
SET parked_at = NULL, parked_reason = NULL, version = version + 1,
    checkpoint = checkpoint || jsonb_build_object('upstream_id', %(upstream_id)s::text)
WHERE id = %(id)s AND kind = 'video' AND parked_at IS NOT NULL AND status = 'processing'
RETURNING id, engine

-- fail_parked: End a parked task because a person has found that nothing came of it. No row: the task is not parked.
UPDATE task
SET status = 'failed', progress = 100, finished_at = now(), failure = %(failure)s, cost = 0, version = version + 1
WHERE id = %(id)s AND kind = 'video' AND parked_at IS NOT NULL AND status = 'processing'
RETURNING id

-- lock_day: Let one submit at a time pay from the budget of an upstream.
SELECT pg_advisory_xact_lock(hashtextextended('upstream budget ' || %(upstream)s, 0))

-- spent: What an upstream will bill for a day, without one task.
SELECT COALESCE(sum(amount), 0) AS amount FROM upstream_spend
WHERE upstream = %(upstream)s AND day = (now() AT TIME ZONE 'UTC')::date AND task_id <> %(task_id)s

-- pay: Note what an upstream will bill for a task, once.
INSERT INTO upstream_spend (upstream, task_id, day, amount)
VALUES (%(upstream)s, %(task_id)s, (now() AT TIME ZONE 'UTC')::date, %(amount)s)
ON CONFLICT (upstream, task_id) DO NOTHING

-- unpay: Forget what an upstream would have billed for a task.
DELETE FROM upstream_spend WHERE upstream = %(upstream)s AND task_id = %(task_id)s

-- pause: Let submits avoid an upstream for a while.
INSERT INTO upstream_pause (upstream, until, reason)
VALUES (%(upstream)s, now() + make_interval(secs => %(seconds)s), %(reason)s)
ON CONFLICT (upstream) DO UPDATE SET until = EXCLUDED.until, reason = EXCLUDED.reason

-- paused: Upstreams that submits avoid now, and why.
SELECT upstream, reason FROM upstream_pause WHERE until > now()

-- hear: Keep the id that an upstream names for a task whose submit is in doubt, and let it be looked at again. No row: it is not.
WITH found AS (
    SELECT id, parked_at IS NOT NULL AS parked FROM task
    WHERE id = %(id)s AND status = 'processing' AND %(upstream_id)s::text IS NOT NULL
      AND jsonb_typeof(checkpoint->'intent') = 'object' AND checkpoint->>'upstream_id' IS NULL
    FOR UPDATE
)
UPDATE task
SET checkpoint = checkpoint || jsonb_build_object('callback_id', %(upstream_id)s::text), parked_at = NULL, parked_reason = NULL
FROM found WHERE task.id = found.id
RETURNING engine, found.parked

-- tell: Wake the worker that follows a task.
SELECT pg_notify('reelwright_callback', %(id)s)
