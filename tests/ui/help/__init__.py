"""Tests of what the program says about itself."""
