"""Vehicles side by side."""
