"""Backups and cleaning."""
