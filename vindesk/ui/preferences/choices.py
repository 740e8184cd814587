"""What is chosen in the window so far; nothing is written, nothing can go wrong in here."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from vindesk.config.loading import Origin
from vindesk.config.settings import SETTINGS, Settings


class Choices(Struct, frozen=True):
    """The settings that hold, and where each comes from."""

    settings: Settings
    origins: Mapping[str, Origin]
    """Of those that are not their defaults."""

    refused: frozenset[str] = frozenset()
    """Those of which the settings file has a value that cannot be used."""

    def value(self, name: str) -> Any:
        return getattr(self.settings, name)

    def origin(self, name: str) -> Origin:
        return self.origins.get(name, Origin.REFUSED if name in self.refused else Origin.DEFAULT)

    def choose(self, name: str, value: object) -> "Choices":
        """With another value, which must be within the limits; one that is overridden stays."""
        if self.origin(name).overrides or value == self.value(name):
            return self
        changed = msgspec.structs.replace(self.settings, **{name: value})
        return Choices(changed, {**self.origins, name: Origin.FILE}, self.refused - {name})

    def reset(self, *names: str) -> "Choices":
        """With the defaults of ``names``, except where they are overridden."""
        free = [name for name in names if not self.origin(name).overrides]
        defaults = {name: SETTINGS[name].default for name in free}
        left = {name: origin for name, origin in self.origins.items() if name not in defaults}
        settings = msgspec.structs.replace(self.settings, **defaults)
        return Choices(settings, left, self.refused.difference(free))

    def changes_since(self, before: "Choices") -> dict[str, object]:
        """What is to be written; None: it is to be its default again."""
        return {
            name: None if self.origin(name) is Origin.DEFAULT else self.value(name)
            for name in SETTINGS
            if (self.value(name), self.origin(name)) != (before.value(name), before.origin(name))
        }
