"""Values and counts of the main columns; a click filters."""
