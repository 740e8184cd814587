"""Taking the cache away as a file."""
