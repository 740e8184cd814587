"""Tests of what reads workbooks."""
