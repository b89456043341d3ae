-- insert: Store an upload.
INSERT INTO upload (id, account_id, kind, blob, filename, content_type, size_bytes, info, expires_at)
VALUES (%(id)s, %(account_id)s, %(kind)s, %(blob)s, %(filename)s, %(content_type)s, %(size_bytes)s, %(info)s,
        now() + make_interval(secs => %(ttl)s))
RETURNING *

-- get: An upload that has not expired.
SELECT * FROM upload WHERE id = %(id)s AND expires_at > now()

-- expired: Uploads past their time that no unfinished task can still need.
SELECT id, blob FROM upload WHERE expires_at < now() - interval '1 hour' LIMIT 100

-- forget: Remove uploads for good.
DELETE FROM upload WHERE id = ANY(%(ids)s)
