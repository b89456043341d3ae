"""Reelwright: a server that makes videos behind the Seedance 2.0 video API."""

__version__ = "0.1.0"
