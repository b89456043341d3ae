"""What engines that forward have in common: calls, submitting exactly once, polling, downloading."""
