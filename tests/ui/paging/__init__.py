"""Tests of paged tables."""
