-- A notification inside a transaction makes its commit hold a lock that no other commit with one gets past: with it every submit
-- waited for the disk by itself. A submit therefore says that it announces its job after its commit; see store/announcer.py.

DROP TRIGGER IF EXISTS procrastinate_jobs_notify_queue_job_inserted_v1 ON procrastinate_jobs;

CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1
    AFTER INSERT ON procrastinate_jobs
    FOR EACH ROW WHEN (NEW.status = 'todo' AND current_setting('reelwright.announced_after', true) IS DISTINCT FROM 'yes')
    EXECUTE FUNCTION procrastinate_notify_queue_job_inserted_v1();
