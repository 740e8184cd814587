"""Removing vehicles so that it can be undone."""

import logging
from collections.abc import Sequence

from msgspec import Struct

from vindesk.domain.vin import Vin
from vindesk.store.removals import RemovalBatch, Removals, SetAside
from vindesk.store.vehicle_order import ChosenVehicles, all_of

log = logging.getLogger(__name__)


class Removal(Struct):
    """One removal that a person commanded: done, undone and done again.

    It keeps who they are, not their rows: these stay in the cache, set aside under a batch.
    """

    vins: Sequence[Vin] = ()
    chosen: ChosenVehicles | None = None
    """In place of ``vins``: those at some positions of an order."""

    batch: int | None = None
    """Once it was done; done again, it keeps it for ``chosen``, and gets another for ``vins``."""


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
        return count

    def set_aside(self, most: int) -> Sequence[SetAside]:
        """The removals that can be brought back, the newest first; at most so many."""
        return self._removals.set_aside(most)

    def bring_back(self, removal: Removal) -> int:
        """``revert`` one of an earlier run, of which only the batch is known; ``apply`` undoes it.

        How many vehicles came.
        """
        if removal.batch is not None:
            removal.chosen = all_of(self._removals.keys(removal.batch))
        return self.revert(removal)

    def _set_aside(self, removal: Removal) -> RemovalBatch:
        if removal.chosen is None:
            return self._removals.remove(removal.vins)
        keys = removal.chosen.keys
        removal.chosen = all_of(keys)  # the order that they were chosen from is let go
        return self._removals.remove_keys(keys, removal.batch)
