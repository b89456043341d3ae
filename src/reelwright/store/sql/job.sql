-- finish: Remove a job that its worker has done; not if it was taken over meanwhile.
WITH ours AS MATERIALIZED (
    SELECT id FROM procrastinate_jobs WHERE id = %(id)s AND worker_id = %(worker)s AND status = 'doing' FOR UPDATE
)
SELECT procrastinate_finish_job_v1(id, 'succeeded', true) FROM ours

-- give_back: Let a job run again after a delay; not if it was taken over meanwhile.
WITH ours AS MATERIALIZED (
    SELECT id FROM procrastinate_jobs WHERE id = %(id)s AND worker_id = %(worker)s AND status = 'doing' FOR UPDATE
)
SELECT procrastinate_retry_job_v2(id, now() + make_interval(secs => %(delay)s), NULL, NULL, NULL) FROM ours

-- newest_worker: The id of the worker that registered last.
SELECT COALESCE(max(id), 0) AS id FROM procrastinate_workers

-- stalled: Running jobs whose worker has not shown itself for so long, or is gone altogether.
SELECT job.id FROM procrastinate_jobs AS job LEFT JOIN procrastinate_workers AS worker ON worker.id = job.worker_id
WHERE job.status = 'doing' AND job.task_name = %(name)s
  AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => %(silence)s))

-- of_workers_up_to: Running jobs of workers that are known to be dead.
SELECT id FROM procrastinate_jobs
WHERE status = 'doing' AND task_name = %(name)s AND (worker_id IS NULL OR worker_id <= %(worker)s)

-- take_over: Let jobs of dead workers run again.
WITH dead AS MATERIALIZED (
    SELECT id FROM procrastinate_jobs WHERE id = ANY(%(ids)s) AND status = 'doing' FOR UPDATE SKIP LOCKED
)
SELECT procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL) FROM dead

-- lost: Unfinished tasks that no job will ever run.
SELECT id, engine FROM task
WHERE status IN ('pending', 'processing')
  AND parked_at IS NULL
  AND NOT EXISTS (SELECT FROM procrastinate_jobs AS job WHERE job.id = task.job_id AND job.status IN ('todo', 'doing'))
LIMIT 100

-- lock_lost: Hold on to a task that no job will ever run. No row: it has one, or has ended.
SELECT id FROM task
WHERE id = %(id)s AND status IN ('pending', 'processing')
  AND parked_at IS NULL
  AND NOT EXISTS (SELECT FROM procrastinate_jobs AS job WHERE job.id = task.job_id AND job.status IN ('todo', 'doing'))
FOR UPDATE

-- set_job: Tie a task to its new job.
UPDATE task SET job_id = %(job)s WHERE id = %(id)s
