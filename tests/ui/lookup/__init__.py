"""Tests of looking up what is typed."""
