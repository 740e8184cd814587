"""What the program wrote down, for who looks for a fault; and what the user did."""
