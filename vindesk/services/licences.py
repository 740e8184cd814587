"""Under which licences the parts of the program are, as their own metadata says."""

import platform
import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from vindesk.domain.licence import Licence
from vindesk.domain.words import say

_PROGRAM: Final = "vindesk"
_NAME: Final = re.compile(r"[A-Za-z0-9._-]+")
_TEXT: Final = re.compile(r"(?:^|/)(?:licen[cs]e|copying|notice|authors)[^/]*$", re.IGNORECASE)
_CLASSIFIER: Final = "License :: OSI Approved :: "
_LONGEST_NAME: Final = 100
"""Where older packages have the whole text in the place of its name."""


def licences(program: str = _PROGRAM) -> tuple[Licence, ...]:
    """Of the program, of Python, then of every package that the program needs here, by name.

    Nothing where the program was never installed. Reads files: not for the GUI thread.
    """
    found: dict[str, Distribution] = {}
    _gather(program, found)
    own = found.pop(program.lower(), None)
    if own is None:
        return ()
    python = Licence("Python", platform.python_version(), "PSF-2.0", sys.copyright)
    return (_licence(own), python, *(_licence(found[name]) for name in sorted(found)))


def _gather(name: str, found: dict[str, Distribution]) -> None:
    """Also what those need; what is for another system, or an extra, is not installed."""
    if name.lower() in found:
        return
    try:
        part = distribution(name)
    except PackageNotFoundError:
        return
    found[name.lower()] = part
    for requirement in part.requires or ():
        needed = _NAME.match(requirement)
        if needed is not None and "extra ==" not in requirement:
            _gather(needed[0], found)


def _licence(part: Distribution) -> Licence:
    name = str(part.metadata["Name"])
    return Licence(name, part.version, _title(part), "\n\n".join(_texts(part)))


def _title(part: Distribution) -> str:
    """In the words of the newest standard that the package keeps to."""
    for key in ("License-Expression", "License"):
        for title in part.metadata.get_all(key) or ():
            if len(str(title)) <= _LONGEST_NAME and "\n" not in str(title):
                return str(title)
    classifiers = map(str, part.metadata.get_all("Classifier") or ())
    titles = [line.rpartition(" :: ")[2] for line in classifiers if line.startswith(_CLASSIFIER)]
    return ", ".join(titles) or say("see its text")


def _texts(part: Distribution) -> Iterator[str]:
    for file in sorted(part.files or (), key=str):
        if ".dist-info/" not in str(file) or not _TEXT.search(file.as_posix()):
            continue
        try:
            yield Path(str(part.locate_file(file))).read_text("utf-8", "replace").strip()
        except OSError:
            continue  # its record names a file that was not installed
