"""Everything known about the current vehicle."""
