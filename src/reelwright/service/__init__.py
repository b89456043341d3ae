"""Use cases: what the API and the worker may ask of the store."""
