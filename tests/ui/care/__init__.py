"""Tests of backups and cleaning on the screen."""
