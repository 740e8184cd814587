"""Where vindesk keeps its files."""

from pathlib import Path
from typing import Self

import platformdirs
from msgspec import Struct
from msgspec.structs import replace

_NAME = "vindesk"


class Paths(Struct, frozen=True):
    """The folders that are vindesk's own; none of them need exist yet."""

    data: Path
    config: Path
    logs: Path
    backups: Path
    temporary: Path

    @classmethod
    def of_user(cls) -> Self:
        """The folders that the operating system has for this user."""
        data = platformdirs.user_data_path(_NAME, appauthor=False)
        return cls(
            data=data,
            config=platformdirs.user_config_path(_NAME, appauthor=False),
            logs=platformdirs.user_log_path(_NAME, appauthor=False),
            backups=data / "backups",
            temporary=data / "temporary",
        )

    @classmethod
    def under(cls, folder: Path) -> Self:
        """Everything in one folder, as ``--data-dir`` asks."""
        return cls(
            data=folder,
            config=folder,
            logs=folder / "logs",
            backups=folder / "backups",
            temporary=folder / "temporary",
        )

    def placed(self, *, data: str, backups: str, logs: str) -> Self:
        """These, but some in folders that the user chose; an empty name changes nothing."""
        chosen = Path(data) if data else self.data
        moved = replace(
            self,
            data=chosen,
            temporary=chosen / "temporary",
            logs=Path(logs) if logs else self.logs,
        )
        return moved.with_backups(backups)

    def with_backups(self, folder: str) -> Self:
        """These, but with the backups in ``folder``; an empty name: beside the cache."""
        return replace(self, backups=Path(folder) if folder else self.data / "backups")

    @property
    def cache(self) -> Path:
        """The DuckDB file."""
        return self.data / "vehicles.duckdb"

    @property
    def settings(self) -> Path:
        """What the user chose."""
        return self.config / "settings.toml"

    @property
    def state(self) -> Path:
        """What the program merely remembers: geometry, columns."""
        return self.config / "state.ini"
