"""Asking anew about vehicles, and what that changed."""
