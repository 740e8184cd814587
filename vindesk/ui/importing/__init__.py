"""From a file or a text to the plan of an import."""
