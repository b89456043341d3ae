"""Postgres: migrations, named SQL and the embedded server."""
