"""Handlers, by subject: each reads, checks, calls one use case and answers."""
