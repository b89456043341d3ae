-- show: Say that a worker lives and what it can do.
INSERT INTO worker (id, host, pid, version, engines, slots)
VALUES (%(id)s, %(host)s, %(pid)s, %(version)s, %(engines)s, %(slots)s)
ON CONFLICT (id) DO UPDATE SET seen_at = now(), engines = EXCLUDED.engines

-- leave: Say that a worker is gone.
DELETE FROM worker WHERE id = %(id)s

-- sweep: Forget workers that went without a word.
DELETE FROM worker WHERE seen_at < now() - interval '1 hour'

-- engines: What living workers can do.
SELECT DISTINCT unnest(engines) AS engine FROM worker WHERE seen_at > now() - make_interval(secs => %(silence)s)

-- workers: Those that live, in the order in which they came.
SELECT host || ':' || pid AS name, version, engines, slots, started_at,
       EXTRACT(epoch FROM now() - seen_at)::float8 AS silent_seconds
FROM worker WHERE seen_at > now() - make_interval(secs => %(silence)s)
ORDER BY started_at, id

-- queues: The unfinished tasks, by engine.
SELECT engine,
       count(*) FILTER (WHERE status = 'pending') AS waiting,
       count(*) FILTER (WHERE status = 'processing' AND parked_at IS NULL) AS running,
       count(*) FILTER (WHERE parked_at IS NOT NULL) AS parked,
       COALESCE(EXTRACT(epoch FROM now() - min(created_at) FILTER (WHERE status = 'pending')), 0)::float8 AS oldest_seconds
FROM task WHERE status IN ('pending', 'processing')
GROUP BY engine ORDER BY engine

-- webhooks: How many deliveries wait.
SELECT count(*) AS n FROM webhook_delivery WHERE state = 'waiting'

-- ended: How tasks of the last hour ended.
SELECT status, count(*) AS n FROM task WHERE finished_at > now() - interval '1 hour' GROUP BY status ORDER BY status

-- tasks: The newest tasks of the deployment, whoever owns them, or those in a state or of an engine.
SELECT task.id, task.status, task.progress, task.engine, task.model, api_key.name AS key_name, task.attempt, task.created_at,
       task.started_at, task.finished_at, COALESCE(task.parked_reason, task.failure->>'message') AS reason
FROM task JOIN api_key ON api_key.id = task.key_id
WHERE (%(status)s::text IS NULL OR task.status = %(status)s)
  AND (%(engine)s::text IS NULL OR task.engine = %(engine)s)
ORDER BY task.id DESC
LIMIT %(limit)s
