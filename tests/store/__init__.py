"""The store: real DuckDB in a temporary folder, no Qt."""
