-- insert_account: Make an account unless it is there.
INSERT INTO account (id, name) VALUES (%(id)s, %(name)s) ON CONFLICT DO NOTHING RETURNING id

-- insert: Store a key by its hash; one that is there stays as it is.
INSERT INTO api_key (id, account_id, name, hash, hint, webhook_secret, scopes, test_mode, expires_at, rate_limit, running_cap, weight,
                     budget_total, budget_day, budget_month, models, networks)
VALUES (%(id)s, %(account_id)s, %(name)s, %(hash)s, %(hint)s, %(webhook_secret)s, %(scopes)s, %(test_mode)s, %(expires_at)s,
        %(rate_limit)s, %(running_cap)s, %(weight)s, %(budget_total)s, %(budget_day)s, %(budget_month)s, %(models)s, %(networks)s::cidr[])
ON CONFLICT (hash) DO NOTHING
RETURNING *

-- by_hash: A key that may be used now, by its text or by the one that it had before it was rotated.
SELECT *, CASE WHEN hash <> %(hash)s THEN previous_until END AS text_until FROM api_key
WHERE (hash = %(hash)s OR (previous_hash = %(hash)s AND previous_until > now()))
  AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())

-- get: One key.
SELECT * FROM api_key WHERE id = %(id)s

-- list: Every key, or those of one account, oldest first.
SELECT * FROM api_key WHERE %(account_id)s::text IS NULL OR account_id = %(account_id)s ORDER BY created_at, id

-- count: How many keys there are.
SELECT count(*) AS n FROM api_key

-- revoke: End a key by its id or name. No row: there is none, or it had ended.
UPDATE api_key SET revoked_at = now()
WHERE (id = %(key)s OR name = %(key)s) AND revoked_at IS NULL
RETURNING *

-- rotate: Give a key a new text; the old one works for so many seconds more. No row: there is none, or it has ended.
UPDATE api_key
SET previous_hash = hash, previous_until = now() + make_interval(secs => %(overlap)s), hash = %(hash)s, hint = %(hint)s
WHERE id = %(id)s AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
RETURNING *

-- touch: Remember when keys were last used, to the minute.
UPDATE api_key SET last_used_at = now() WHERE id = %(id)s AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')

-- notify_revoked: Tell every process that a key has ended or changed.
SELECT pg_notify('reelwright_key', %(id)s)
