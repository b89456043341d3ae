-- insert_group: Store a group.
INSERT INTO asset_group (id, account_id, name, description, project)
VALUES (%(id)s, %(account_id)s, %(name)s, %(description)s, %(project)s)

-- lock_group: Keep a group of one account from being deleted until the transaction ends. No row: there is none.
SELECT id FROM asset_group WHERE id = %(id)s AND account_id = %(account_id)s FOR SHARE

-- insert: Store an asset that waits for its review.
INSERT INTO asset (id, account_id, group_id, task_id, name, kind, url)
VALUES (%(id)s, %(account_id)s, %(group_id)s, %(task_id)s, %(name)s, %(kind)s, %(url)s)

-- groups: A page of an account's groups, or one, newest first, with how many there are in all.
SELECT asset_group.*, (SELECT count(*) FROM asset WHERE group_id = asset_group.id) AS assets, count(*) OVER () AS total
FROM asset_group
WHERE account_id = %(account_id)s AND (%(id)s::text IS NULL OR id = %(id)s)
ORDER BY created_at DESC, id DESC
LIMIT %(limit)s OFFSET %(offset)s

-- update_group: Rename or describe a group. No row: there is none.
UPDATE asset_group SET name = COALESCE(%(name)s, name), description = COALESCE(%(description)s, description)
WHERE id = %(id)s AND account_id = %(account_id)s
RETURNING id

-- delete_group: Remove an empty group; the foreign key of its assets refuses one that is not. No row: there is none.
DELETE FROM asset_group WHERE id = %(id)s AND account_id = %(account_id)s RETURNING id

-- get: One asset of one account.
SELECT * FROM asset WHERE id = %(id)s AND account_id = %(account_id)s

-- get_any: One asset, whoever owns it; for reviewers.
SELECT * FROM asset WHERE id = %(id)s

-- page: A page of assets, of one account or of all, newest first, with how many there are in all.
SELECT *, count(*) OVER () AS total FROM asset
WHERE (%(account_id)s::text IS NULL OR account_id = %(account_id)s)
  AND (%(group_id)s::text IS NULL OR group_id = %(group_id)s)
  AND (%(status)s::text IS NULL OR status = %(status)s)
  AND (%(kind)s::text IS NULL OR kind = %(kind)s)
ORDER BY created_at DESC, id DESC
LIMIT %(limit)s OFFSET %(offset)s

-- rename: Give an asset another name. No row: there is none.
UPDATE asset SET name = %(name)s WHERE id = %(id)s AND account_id = %(account_id)s RETURNING *

-- delete: Remove an asset whose review has ended. No row: there is none, or its review has not ended.
DELETE FROM asset WHERE id = %(id)s AND account_id = %(account_id)s AND status <> 'Processing' RETURNING *

-- undecided: What a review still has to look at.
SELECT * FROM asset WHERE task_id = %(task_id)s AND status = 'Processing' AND blob IS NULL ORDER BY id

-- lock_review: Be the only one to decide on the assets of a review until the transaction ends.
SELECT id, attempt, status FROM task WHERE id = %(task_id)s FOR UPDATE

-- stored: An asset was fetched and found good; it is active at once, or waits for a person.
UPDATE asset
SET blob = %(blob)s, content_type = %(content_type)s, size_bytes = %(size_bytes)s, info = %(info)s, status = %(status)s,
    decided_at = CASE WHEN %(status)s = 'Active' THEN now() END
WHERE id = %(id)s AND status = 'Processing'
RETURNING *

-- approve: A person takes an asset that was fetched and found good. No row: there is nothing to decide.
UPDATE asset SET status = 'Active', decided_at = now()
WHERE id = %(id)s AND status = 'Processing' AND blob IS NOT NULL
RETURNING *

-- fail: An asset can't be used, or no longer. No row: it has failed already.
UPDATE asset SET status = 'Failed', error = %(error)s, decided_at = now()
WHERE id = %(id)s AND status <> 'Failed'
RETURNING *

-- park: A review waits for a person. No row: nothing is left to decide, or the attempt is stale.
UPDATE task SET parked_at = now(), parked_reason = 'waits for an administrator to approve or reject', progress = GREATEST(progress, 50),
    version = version + 1
WHERE id = %(task_id)s AND attempt = %(attempt)s AND status = 'processing' AND NOT cancel_requested
  AND EXISTS (SELECT FROM asset WHERE task_id = %(task_id)s AND status = 'Processing')
RETURNING id
