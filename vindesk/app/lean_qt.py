"""Imports PySide without what a start need not wait for; to be imported before what imports Qt.

PySide brings a parser of its own signatures, compiled from source at each start, for the words
of a ``TypeError``. It can also call its methods by other names in modules that ask for it, for
which it reads the source of every module that is imported; here nobody asks. Together they take
more than a quarter of the time to the first paint. The parser is loaded when the first error
wants it, or by ``load_the_rest``; of the rest, the bytecode is kept as it is of any module.

There is no documented way to do so. Where one of the names below is gone one day, nothing is lost
but that time.
"""

import importlib.machinery
import sys
import threading
from importlib.machinery import ModuleSpec, SourceFileLoader
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from typing_extensions import override

if TYPE_CHECKING:  # its module brings ten others, and the class adds nothing
    from importlib.abc import Loader
else:
    Loader = object

_SIGNATURES: Final = "shibokensupport.signature."
_LATE: Final = tuple(
    _SIGNATURES + name
    for name in (
        "errorhandler", "layout", "parser", "lib.enum_sig", "lib.pyi_generator", "lib.tool",
    )
)  # fmt: skip
"""Not ``mapping``: PySide's own C++ looks into that one, and not by what a module can notice."""

_SOON: Final = (_SIGNATURES + "loader", _SIGNATURES + "mapping", "shibokensupport.feature")
"""What takes longer to compile than to execute, and has to be executed."""

_one_at_a_time = threading.RLock()


class _LateModule(ModuleType):
    """Executed by whoever first asks for something in it; on one thread, others wait."""

    @override
    def __getattr__(self, name: str) -> object:
        if not name.startswith("__"):  # those are asked of every module, to see what it is
            _load(self)
            if name in vars(self):
                return vars(self)[name]
        raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")


class _LateLoader(Loader):
    def __init__(self, name: str, loader: Loader) -> None:
        self._name = name
        self._loader = loader
        self._begun = False

    @override
    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _LateModule(spec.name)

    @override
    def exec_module(self, module: ModuleType) -> None:
        """Not yet."""

    def execute(self, module: ModuleType) -> None:
        """The first time only: it may ask for itself while it is executed."""
        if self._begun:
            return
        self._begun = True
        shown = module.__spec__  # PySide gives its modules other names, by which none is found
        module.__spec__ = ModuleSpec(self._name, self._loader)
        self._loader.exec_module(module)
        module.__spec__ = shown


class _KeptLoader(SourceFileLoader):
    """Takes source from the archive that PySide has in memory; its bytecode is kept beside ours.

    Raises:
        KeyError: there is no such source in it.

    """

    def __init__(self, name: str, archive: Any) -> None:
        super().__init__(name, f"{__file__.removesuffix('.py')}.{name}.py")
        self._archive = archive
        self._source = archive.getinfo(f"{name.replace('.', '/')}.py")

    @override
    def path_stats(self, path: str) -> dict[str, Any]:
        """Of which source the bytecode is: by its checksum, for it has no date."""
        return {"mtime": self._source.CRC, "size": self._source.file_size}

    @override
    def get_data(self, path: str) -> bytes:
        return self._archive.read(self._source) if path == self.path else super().get_data(path)


def _load(module: ModuleType) -> None:
    loader = None if module.__spec__ is None else module.__spec__.loader
    with _one_at_a_time:
        if isinstance(loader, _LateLoader):
            loader.execute(module)


def load_the_rest() -> None:
    """What was put off, by the name PySide gave it; may be called on any thread."""
    for name in _LATE:
        module = sys.modules.get(name)
        if module is not None:
            _load(module)


def _spec(name: str, loader: Loader | None, **more: Any) -> ModuleSpec:
    if loader is not None and name in _LATE:
        loader = _LateLoader(name, loader)
    elif name in _SOON and hasattr(loader, "zfile"):
        loader = _KeptLoader(name, getattr(loader, "zfile"))  # noqa: B009 - it is declared nowhere
    return ModuleSpec(name, loader, **more)


def _asks(_module: object) -> bool:
    return False


setattr(importlib.machinery, "ModuleSpec", _spec)  # noqa: B010 - a class that nobody derives from
try:
    import PySide6.QtCore  # noqa: F401  # pyright: ignore[reportUnusedImport] - it brings all that
finally:
    importlib.machinery.ModuleSpec = ModuleSpec

_names = sys.modules.get("shibokensupport.feature")
if hasattr(_names, "_mod_uses_pyside"):
    setattr(_names, "_mod_uses_pyside", _asks)  # noqa: B010 - it is declared nowhere
