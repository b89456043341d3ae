-- A rotated key goes on under its new text; the text before works until previous_until, so that no caller is cut off.

ALTER TABLE api_key
    ADD COLUMN previous_hash  bytea UNIQUE,
    ADD COLUMN previous_until timestamptz,
    ADD CONSTRAINT previous_text_ends CHECK ((previous_hash IS NULL) = (previous_until IS NULL));
