"""The cache: the only code that speaks SQL."""
