"""The contract of the API, as golden JSON and one runner."""
