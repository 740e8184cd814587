"""The composition root: builds everything and starts it."""
