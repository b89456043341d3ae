"""Helpers shared by all tiers of tests."""
