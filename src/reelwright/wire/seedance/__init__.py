"""The Seedance 2.0 dialect: what its callers send and what they are answered, and nothing about how it comes about."""
