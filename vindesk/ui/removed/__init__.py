"""What was removed in earlier runs, to be brought back."""
