-- The account that keys belong to unless told otherwise.

INSERT INTO account (id, name) VALUES ('acct_default', 'default') ON CONFLICT DO NOTHING;
