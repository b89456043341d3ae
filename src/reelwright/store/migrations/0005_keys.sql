-- What a key may do, and how much it may spend.

ALTER TABLE api_key
    ADD COLUMN scopes       text[] NOT NULL DEFAULT '{generate,read,assets}'
               CHECK (scopes <@ ARRAY['generate', 'read', 'assets', 'admin'] AND cardinality(scopes) > 0),
    ADD COLUMN models       text[],               -- NULL: all
    ADD COLUMN networks     cidr[],               -- NULL: from anywhere
    ADD COLUMN rate_limit   integer CHECK (rate_limit > 0),   -- requests a minute; NULL: the server's
    ADD COLUMN running_cap  integer CHECK (running_cap > 0),  -- tasks that may run at a time; NULL: no cap
    ADD COLUMN budget_total numeric(14, 4) CHECK (budget_total >= 0),
    ADD COLUMN budget_day   numeric(14, 4) CHECK (budget_day >= 0),
    ADD COLUMN budget_month numeric(14, 4) CHECK (budget_month >= 0);

-- What a key with a budget has used in a period (held and spent): 'total', 'day 2026-11-23', 'month 2026-11', all UTC.
CREATE TABLE key_period (
    key_id text NOT NULL REFERENCES api_key,
    period text NOT NULL,
    used   numeric(14, 4) NOT NULL CHECK (used >= 0),
    PRIMARY KEY (key_id, period)
);

CREATE FUNCTION budget_periods(key api_key, moment timestamptz) RETURNS TABLE (period text, budget numeric) LANGUAGE sql STABLE AS $$
    SELECT * FROM (VALUES
        ('total', key.budget_total),
        (to_char(moment AT TIME ZONE 'UTC', '"day "YYYY-MM-DD'), key.budget_day),
        (to_char(moment AT TIME ZONE 'UTC', '"month "YYYY-MM'), key.budget_month)
    ) AS all_periods (period, budget) WHERE budget IS NOT NULL
$$;

-- The upsert locks the period's row, so that concurrent submits can't overspend; a key without budgets takes no lock.
CREATE FUNCTION pay_budget(payer text, price numeric) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    part record;
    total numeric;
BEGIN
    FOR part IN SELECT periods.* FROM api_key, budget_periods(api_key, now()) AS periods WHERE api_key.id = payer ORDER BY 1 LOOP
        INSERT INTO key_period AS kept (key_id, period, used) VALUES (payer, part.period, price)
        ON CONFLICT (key_id, period) DO UPDATE SET used = kept.used + price
        RETURNING used INTO total;
        IF total > part.budget THEN
            RAISE EXCEPTION 'the budget of this key (%: % USD) does not cover % USD more', part.period, part.budget, price
                USING ERRCODE = 'RW402';
        END IF;
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION hold_charge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pay_budget(NEW.key_id, NEW.hold);
    INSERT INTO ledger (account_id, key_id, task_id, model, move, source, target, amount)
    VALUES (NEW.account_id, NEW.key_id, NEW.id, NEW.model, 'hold', pay_hold(NEW.account_id, NEW.hold), 'held', NEW.hold);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION end_charge() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    spent numeric := LEAST(COALESCE(NEW.cost, 0), NEW.hold);
    rest  numeric := NEW.hold - spent;
    held  ledger := (SELECT ledger FROM ledger WHERE task_id = NEW.id AND move = 'hold');
BEGIN
    IF spent > 0 THEN
        INSERT INTO ledger (account_id, key_id, task_id, model, move, source, target, amount)
        VALUES (NEW.account_id, NEW.key_id, NEW.id, NEW.model, 'settle', 'held', 'spent', spent);
    END IF;
    IF rest > 0 THEN
        INSERT INTO ledger (account_id, key_id, task_id, model, move, source, target, amount)
        VALUES (NEW.account_id, NEW.key_id, NEW.id, NEW.model, 'release', 'held', held.source, rest);
        UPDATE account SET balance = balance + rest WHERE id = NEW.account_id AND held.source = 'balance';
        -- Back to the periods in which it was held, if they were counted then.
        UPDATE key_period SET used = GREATEST(0, used - rest)
        WHERE key_id = NEW.key_id AND period IN (
            'total', to_char(held.at AT TIME ZONE 'UTC', '"day "YYYY-MM-DD'), to_char(held.at AT TIME ZONE 'UTC', '"month "YYYY-MM'));
    END IF;
    RETURN NULL;
END $$;

-- Who did what to keys, assets and money.
CREATE TABLE audit (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL DEFAULT now(),
    actor      text NOT NULL,                     -- a key's id, or 'cli', 'settings'
    account_id text NOT NULL,
    verb       text NOT NULL,                     -- key_created, key_revoked, money_granted, …
    subject    text NOT NULL,                     -- the id of what it was done to
    details    jsonb NOT NULL DEFAULT '{}'
);

CREATE INDEX audit_of_account ON audit (account_id, id);

CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION forbid_rewriting();
