"""The window in which settings are chosen."""
