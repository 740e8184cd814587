"""Tests of the choice of columns."""
