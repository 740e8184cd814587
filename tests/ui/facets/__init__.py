"""Tests of the facets."""
