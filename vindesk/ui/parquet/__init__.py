"""The window that shows a Parquet file."""
