"""Lists of text that are all at hand: searched, sorted, copied."""
