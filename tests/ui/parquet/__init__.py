"""Tests of the vehicle table and what it offers."""
