"""A monitor for tests that tells what it was told."""

from tests.store.stoppable import Stoppable


class Watcher(Stoppable):
    """It has notes and counts apart."""

    @property
    def notes(self) -> list[str]:
        return [progress.note for progress in self.reports if progress.note]

    @property
    def counts(self) -> list[tuple[int, int]]:
        return [(progress.done, progress.total) for progress in self.reports if not progress.note]
