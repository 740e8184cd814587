"""Where the files that come with the program lie: icons and the field catalogue."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_FOLDERS = (_PACKAGE / "resources", _PACKAGE.parent / "resources")
"""In an installed wheel they are inside the package, in a checkout beside it."""


def bundled(name: str) -> Path:
    """The path of the bundled file or folder ``name``, for example ``"fields.json"``.

    Raises:
        FileNotFoundError: the installation is incomplete.

    """
    for folder in _FOLDERS:
        if (folder / name).exists():
            return folder / name
    raise FileNotFoundError(f"vindesk's own file {name!r} is missing: install it again")
