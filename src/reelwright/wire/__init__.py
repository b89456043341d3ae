"""Public JSON, one folder per dialect."""
