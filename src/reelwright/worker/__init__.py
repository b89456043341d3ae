"""Runs tasks: queue, pipeline, child processes, housekeeping."""
