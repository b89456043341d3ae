"""Fetching, opening, decoding and encoding of pictures, videos and sounds."""
