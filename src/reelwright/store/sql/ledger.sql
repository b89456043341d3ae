-- grant: Put money into an account, or take it out with a negative amount; from then on the account is limited to what it has.
WITH granted AS (
    UPDATE account SET unlimited = false, balance = balance + %(amount)s
    WHERE id = %(account_id)s
    RETURNING id
)
INSERT INTO ledger (account_id, move, source, target, amount, note)
SELECT id, 'grant', 'outside', 'balance', %(amount)s, %(note)s FROM granted
RETURNING id

-- standing: What an account has, holds and has spent; `known` is the balance that its row keeps.
SELECT account.unlimited, account.balance AS known,
       COALESCE(sum(amount) FILTER (WHERE target = 'balance'), 0) - COALESCE(sum(amount) FILTER (WHERE source = 'balance'), 0) AS balance,
       COALESCE(sum(amount) FILTER (WHERE target = 'held'), 0) - COALESCE(sum(amount) FILTER (WHERE source = 'held'), 0) AS held,
       COALESCE(sum(amount) FILTER (WHERE target = 'spent'), 0) AS spent
FROM account LEFT JOIN ledger ON ledger.account_id = account.id
WHERE account.id = %(account_id)s
GROUP BY account.id

-- key_spent: What one key has spent and holds.
SELECT COALESCE(sum(amount) FILTER (WHERE move = 'settle'), 0) AS spent,
       COALESCE(sum(amount) FILTER (WHERE move = 'hold'), 0)
         - COALESCE(sum(amount) FILTER (WHERE move IN ('settle', 'release')), 0) AS held
FROM ledger WHERE key_id = %(key_id)s

-- key_left: What a key's budgets leave, by the one that leaves least; NULL where it has none.
SELECT min(GREATEST(0, periods.budget - COALESCE(key_period.used, 0))) AS amount
FROM api_key CROSS JOIN LATERAL budget_periods(api_key, now()) AS periods
LEFT JOIN key_period ON key_period.key_id = api_key.id AND key_period.period = periods.period
WHERE api_key.id = %(key_id)s

-- usage: What an account's keys have spent between two times, by model, day and key.
SELECT model, key_id, date_trunc('day', at AT TIME ZONE 'UTC')::date AS day, count(*) AS tasks, sum(amount) AS spent
FROM ledger
WHERE account_id = %(account_id)s AND move = 'settle' AND at >= %(start)s AND at < %(end)s
GROUP BY model, key_id, day
ORDER BY day, model, key_id

-- broken_tasks: Tasks whose charge does not add up: an ended one that still holds, an open one that doesn't, or one that spent what it did not cost.
SELECT task.id, task.status, task.hold, task.cost, moves.held_in, moves.held_out, moves.spent
FROM task
LEFT JOIN LATERAL (
    SELECT COALESCE(sum(amount) FILTER (WHERE target = 'held'), 0) AS held_in,
           COALESCE(sum(amount) FILTER (WHERE source = 'held'), 0) AS held_out,
           COALESCE(sum(amount) FILTER (WHERE target = 'spent'), 0) AS spent
    FROM ledger WHERE ledger.task_id = task.id
) AS moves ON true
WHERE moves.held_in <> task.hold
   OR (task.finished_at IS NULL AND moves.held_out <> 0)
   OR (task.finished_at IS NOT NULL AND (moves.held_out <> task.hold OR moves.spent <> COALESCE(task.cost, 0)))
LIMIT 100

-- broken_accounts: Accounts whose kept balance is not what their ledger says.
SELECT account.id, account.balance AS known,
       COALESCE(sum(amount) FILTER (WHERE target = 'balance'), 0) - COALESCE(sum(amount) FILTER (WHERE source = 'balance'), 0) AS balance
FROM account LEFT JOIN ledger ON ledger.account_id = account.id
GROUP BY account.id
HAVING account.balance <> COALESCE(sum(amount) FILTER (WHERE target = 'balance'), 0)
                        - COALESCE(sum(amount) FILTER (WHERE source = 'balance'), 0)
LIMIT 100
