"""Kinds of work, each with its pose, its things and what changes about them."""
