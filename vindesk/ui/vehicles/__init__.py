"""The table of vehicles in the cache."""
