"""Watching the watchers: the journal's head of each day, who searched it for whom, what residents doubt, looks without a case."""
