"""The same services with no window and no Qt."""
