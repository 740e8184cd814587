"""The filter entry: one line with a small language, and what completes it."""
