-- Money. Every move takes an amount from one book of an account to another, so that each row balances by itself:
--   grant    outside → balance    money that was put in (negative when taken out)
--   hold     balance → held       at submit (outside → held for an account without a limit)
--   settle   held    → spent      what a completed task really cost
--   release  held    → balance    the rest, or all of it when the task made nothing (back to where the hold came from)
-- Triggers on the task table write holds, settlements and releases, so that no way of ending a task can forget them.

ALTER TABLE account ADD COLUMN unlimited boolean NOT NULL DEFAULT true;
ALTER TABLE account ADD COLUMN balance numeric(16, 4) NOT NULL DEFAULT 0;  -- the sum of its book in the ledger
ALTER TABLE account ADD CONSTRAINT balance_never_overdrawn CHECK (balance >= 0);

CREATE TABLE ledger (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL DEFAULT now(),
    account_id text NOT NULL REFERENCES account,
    key_id     text REFERENCES api_key,
    task_id    text,                              -- not a reference: money outlives tasks
    model      text,
    move       text NOT NULL CHECK (move IN ('grant', 'hold', 'settle', 'release')),
    source     text NOT NULL CHECK (source IN ('outside', 'balance', 'held')),
    target     text NOT NULL CHECK (target IN ('outside', 'balance', 'held', 'spent')),
    amount     numeric(14, 4) NOT NULL CHECK (move = 'grant' OR amount > 0),
    note       text,

    CONSTRAINT moves_go_between_their_books CHECK ((move, source, target) IN (
        ('grant', 'outside', 'balance'),
        ('hold', 'balance', 'held'), ('hold', 'outside', 'held'),
        ('settle', 'held', 'spent'),
        ('release', 'held', 'balance'), ('release', 'held', 'outside'))),
    CONSTRAINT charges_belong_to_a_task CHECK (move = 'grant' OR (task_id IS NOT NULL AND key_id IS NOT NULL))
);

CREATE UNIQUE INDEX ledger_once_per_task ON ledger (task_id, move) WHERE task_id IS NOT NULL;
CREATE INDEX ledger_of_account ON ledger (account_id, at);
CREATE INDEX ledger_of_key ON ledger (key_id, at);

CREATE FUNCTION forbid_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the % is append-only', TG_TABLE_NAME;
END $$;

CREATE TRIGGER ledger_is_append_only BEFORE UPDATE OR DELETE ON ledger
    FOR EACH ROW EXECUTE FUNCTION forbid_rewriting();

-- Pays a hold and returns the book that paid. A limited account pays under its row's lock, so that concurrent submits can't
-- overspend; an account without a limit takes no lock.
CREATE FUNCTION pay_hold(payer text, price numeric) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    UPDATE account SET balance = balance - price WHERE id = payer AND NOT unlimited AND balance >= price;
    IF FOUND THEN
        RETURN 'balance';
    ELSIF EXISTS (SELECT FROM account WHERE id = payer AND unlimited) THEN
        RETURN 'outside';
    END IF;
    RAISE EXCEPTION 'the balance does not cover %', price USING ERRCODE = 'RW402';
END $$;

CREATE FUNCTION hold_charge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger (account_id, key_id, task_id, model, move, source, target, amount)
    VALUES (NEW.account_id, NEW.key_id, NEW.id, NEW.model, 'hold', pay_hold(NEW.account_id, NEW.hold), 'held', NEW.hold);
    RETURN NULL;
END $$;

CREATE TRIGGER task_is_held AFTER INSERT ON task
    FOR EACH ROW WHEN (NEW.hold > 0) EXECUTE FUNCTION hold_charge();

CREATE FUNCTION end_charge() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    spent numeric := LEAST(COALESCE(NEW.cost, 0), NEW.hold);
    rest  numeric := NEW.hold - spent;
    payer text := (SELECT source FROM ledger WHERE task_id = NEW.id AND move = 'hold');
BEGIN
    IF spent > 0 THEN
        INSERT INTO ledger (account_id, key_id, task_id, model, move, source, target, amount)
        VALUES (NEW.account_id, NEW.key_id, NEW.id, NEW.model, 'settle', 'held', 'spent', spent);
    END IF;
    IF rest > 0 THEN
        INSERT INTO ledger (account_id, key_id, task_id, model, move, source, target, amount)
        VALUES (NEW.account_id, NEW.key_id, NEW.id, NEW.model, 'release', 'held', payer, rest);
        UPDATE account SET balance = balance + rest WHERE id = NEW.account_id AND payer = 'balance';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER task_charge_ends AFTER UPDATE OF status ON task
    FOR EACH ROW WHEN (
        NEW.hold > 0 AND OLD.status IN ('pending', 'processing') AND NEW.status IN ('completed', 'failed', 'cancelled'))
    EXECUTE FUNCTION end_charge();

-- A completed task never costs more than was held for it.
ALTER TABLE task ADD CONSTRAINT cost_within_hold CHECK (cost IS NULL OR cost <= hold);
