"""Tests of the filter entry."""
