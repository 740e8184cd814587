"""Lists so short that vPIC is asked about them, unless another choice was made."""

from vindesk.domain.monitor import Monitor
from vindesk.domain.vehicle import MOST_FOR_THE_WEB
from vindesk.services.bulk_source import Stock, failed, notes_of, questions_of
from vindesk.store.bulk_answers import WEB, Origin
from vindesk.store.import_items import Window
from vindesk.vpic.source import Answer, Failure, Source


class FewBulk:
    """One request; whoever answers a VIN in the end, its row says so."""

    window = MOST_FOR_THE_WEB
    look = MOST_FOR_THE_WEB

    def __init__(self, stock: Stock, automatic: Source, embedded: Origin) -> None:
        self._stock = stock
        self._automatic = automatic
        self._embedded = embedded

    def deal_with(self, window: Window, monitor: Monitor, following: Window | None = None) -> None:
        del following
        outcomes = self._automatic.decode_many(questions_of(window), notes_of(monitor))
        vehicles = [outcome.vehicle for outcome in outcomes if isinstance(outcome, Answer)]
        for origin in (WEB, self._embedded):
            theirs = [vehicle for vehicle in vehicles if vehicle.source is origin.source]
            if theirs:
                whole = window.part(0, window.size)
                self._stock.answers.save_vehicles(whole, theirs, origin)
        failures = [outcome for outcome in outcomes if isinstance(outcome, Failure)]
        self._stock.items.finish(window, failed(failures))
        monitor.raise_if_cancelled()
