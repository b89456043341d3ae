"""Blobs: names, signed addresses and expiry over obstore."""
