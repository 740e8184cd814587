"""Removing vehicles so that it can be undone."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from vindesk.domain.vin import Vin
from vindesk.store.removals import RemovalBatch, Removals
from vindesk.store.vehicle_order import Keys

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Removal:
    """One removal that a person commanded: done, undone and done again.

    It keeps who they are, not their rows: these stay in the cache, set aside under a batch.
    """

    vins: Sequence[Vin] = ()
    keys: "Keys[int] | None" = None
    """In place of ``vins``: the numbers that they have in the cache."""

    batch: int | None = None


class Remover:
    """Sets vehicles aside and brings them back."""

    def __init__(self, removals: Removals) -> None:
        self._removals = removals

    def apply(self, removal: Removal) -> int:
        """Remove the vehicles in one transaction; how many were there to be removed."""
        batch = self._set_aside(removal)
        removal.batch = batch.id
        log.info("Removed %d vehicles (batch %d)", batch.count, batch.id)
        return batch.count

    def revert(self, removal: Removal) -> int:
        """Bring the vehicles back; how many came.

        One that has been looked up again meanwhile stays as it is: the newer answer wins.
        """
        if removal.batch is None:
            return 0
        count = self._removals.restore(removal.batch)
        log.info("Brought %d vehicles back (batch %d)", count, removal.batch)
        removal.batch = None
        return count

    def _set_aside(self, removal: Removal) -> RemovalBatch:
        if removal.keys is None:
            return self._removals.remove(removal.vins)
        return self._removals.remove_keys(removal.keys)
