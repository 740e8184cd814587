"""Tests of the imports on the screen."""
