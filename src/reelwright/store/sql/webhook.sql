-- take: Take deliveries that are due, moving their next try ahead so that no other sender takes them and a dead one's come back.
UPDATE webhook_delivery AS delivery
SET next_try_at = now() + make_interval(secs => %(lease)s), tries = tries + 1, last_try_at = now()
FROM (
    SELECT id FROM webhook_delivery
    WHERE state = 'waiting' AND next_try_at <= now()
    ORDER BY next_try_at
    LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
) AS due, api_key
WHERE delivery.id = due.id AND api_key.id = delivery.key_id
RETURNING delivery.*, api_key.webhook_secret

-- next_due: When the next delivery falls due, in seconds from now.
SELECT GREATEST(0, EXTRACT(epoch FROM min(next_try_at) - now()))::float8 AS seconds FROM webhook_delivery WHERE state = 'waiting'

-- delivered: The receiver has it.
UPDATE webhook_delivery SET state = 'delivered', next_try_at = NULL, last_status = %(status)s, last_error = NULL
WHERE id = %(id)s AND state = 'waiting'

-- retry: It failed and will be tried again.
UPDATE webhook_delivery
SET next_try_at = now() + make_interval(secs => %(delay)s), last_status = %(status)s, last_error = %(error)s
WHERE id = %(id)s AND state = 'waiting'

-- give_up: It failed for good.
UPDATE webhook_delivery SET state = 'given_up', next_try_at = NULL, last_status = %(status)s, last_error = %(error)s
WHERE id = %(id)s AND state = 'waiting'

-- of_task: The deliveries of one task of one account, oldest first.
SELECT * FROM webhook_delivery WHERE task_id = %(task_id)s AND account_id = %(account_id)s ORDER BY created_at, id

-- resend: Try a delivery again now, as if for the first time.
UPDATE webhook_delivery SET state = 'waiting', next_try_at = now(), tries = 0
WHERE id = %(id)s AND task_id = %(task_id)s AND account_id = %(account_id)s
RETURNING *

-- wake: Tell every sender that there is something to send.
SELECT pg_notify('reelwright_webhook', %(id)s)
