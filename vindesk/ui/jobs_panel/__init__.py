"""The imports: what runs, what rests, and what came of them."""
