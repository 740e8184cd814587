"""Tests of the sources of answers, against a real server on the loopback."""
