"""The log and the activity."""
