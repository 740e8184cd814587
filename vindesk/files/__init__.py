"""What people hand in and take away, as far as no database is needed for it."""
