"""Tests of asking anew."""
