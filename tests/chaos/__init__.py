"""Random deaths over hundreds of tasks, and the accounts afterwards."""
