"""What was removed, in earlier runs too, to be brought back."""
