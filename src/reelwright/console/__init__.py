"""Static pages on the public API."""
