-- insert: Store an account.
INSERT INTO account (id, name) VALUES (%(id)s, %(name)s)

-- list: Every account, or one, oldest first, with how many of its keys have not ended.
SELECT account.id, account.name, account.created_at, account.unlimited, account.balance,
       (SELECT count(*) FROM api_key WHERE account_id = account.id AND revoked_at IS NULL
           AND (expires_at IS NULL OR expires_at > now())) AS keys
FROM account
WHERE %(id)s::text IS NULL OR account.id = %(id)s
ORDER BY account.created_at, account.id
