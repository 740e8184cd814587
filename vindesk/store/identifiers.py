"""Names that may be anybody's, in SQL."""


def quoted(name: str) -> str:
    """``name`` as an identifier; it takes no NUL."""
    doubled = name.replace("\0", " ").replace('"', '""')
    return f'"{doubled}"'
