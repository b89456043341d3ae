"""Frozen types and rules; no I/O."""
