"""Builds the services from settings and paths; no Qt, so scripts and tests use it too."""

import math
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from datetime import timedelta
from typing import Final

from msgspec import Struct

from vindesk import __version__
from vindesk.config.paths import Paths
from vindesk.config.settings import NETWORK, SETTINGS, Settings
from vindesk.domain.backups import LATEST
from vindesk.domain.errors import CacheDamaged, CacheMissing, DiskFull, UserError, VpicError
from vindesk.domain.fields import BY_KEY
from vindesk.domain.local_days import utc_now
from vindesk.domain.monitor import UNWATCHED
from vindesk.domain.vehicle import SourceChoice, SourceName
from vindesk.services.bulk_source import (
    BulkSource,
    Decode,
    EmbeddedBulk,
    Hands,
    Stock,
    WebBulk,
    nobody,
)
from vindesk.services.care import Care, care_of, engine_limits
from vindesk.services.cleaning import sweep, sweep_drafts
from vindesk.services.export import Exporter
from vindesk.services.few_bulk import FewBulk
from vindesk.services.import_lists import ImportLists
from vindesk.services.importing import Importer
from vindesk.services.lookup import Lookup
from vindesk.services.once import Once
from vindesk.services.refresh import Refresher
from vindesk.services.removal import Remover
from vindesk.services.rescue import Rescue, Rescued
from vindesk.store.backups import Backups
from vindesk.store.bulk_answers import BulkAnswers, Origin
from vindesk.store.database import Database
from vindesk.store.facets import Facets
from vindesk.store.import_items import ImportItems
from vindesk.store.imports import Imports
from vindesk.store.opening import open_cache
from vindesk.store.own_columns import OwnColumns
from vindesk.store.removals import Removals
from vindesk.store.vehicle_pages import VehiclePages
from vindesk.store.vehicles import Vehicles
from vindesk.vpic.source import Source

_OF_THE_SOURCES: Final = (
    "vpic_url",
    *(name for name, setting in SETTINGS.items() if setting.group == NETWORK),
)

Heard = Callable[[VpicError | None], object]


class Sources(Struct, frozen=True):
    """Who answers, by the user's choice; and of which month the embedded data is."""

    by_choice: Mapping[SourceChoice, Source]
    patient_web: Source
    """For imports: batches are tried for as long as it takes."""

    decode: Decode
    unknowable: frozenset[str]
    """Columns that the embedded copy can never fill."""

    left_out: Mapping[str, str]
    """Columns that ``decode`` leaves out, each with the one whose text it is the number of."""

    embedded_month: str
    close: Callable[[], None]
    again: Callable[[Settings], "Sources"]
    """Others, for other settings; they keep the same pace."""


class Asking(Struct):
    """With which settings the sources are opened, and imports begin."""

    settings: Settings

    @property
    def batches(self) -> int:
        """How many an import may have under way at vPIC: one is kept for people."""
        return max(1, self.settings.requests_in_flight - 1)


class Services(Struct, frozen=True):
    """What vindesk can do. Every member may be used from any thread."""

    database: Database
    vehicles: Vehicles
    pages: VehiclePages
    facets: Facets
    own_columns: OwnColumns
    lookup: Lookup
    refresher: Refresher
    remover: Remover
    importer: Importer
    exporter: Exporter
    import_lists: ImportLists
    sources: Once[Sources]
    care: Care
    asking: "Asking"

    def use(self, settings: Settings) -> None:
        """Do as ``settings`` say from now on; what is under way ends as it began.

        The folder of the cache is another matter: it is where it was when it was opened.
        """
        self.care.use(settings)
        life = timedelta(days=settings.no_data_days)
        self.lookup.no_data_life = life
        self.importer.believe_no_data_for(life)
        held, self.asking.settings = self.asking.settings, settings
        if all(getattr(settings, name) == getattr(held, name) for name in _OF_THE_SOURCES):
            return
        before = self.sources.exchange(lambda sources: sources.again(settings))
        if before is not None:
            before.close()

    def close(self) -> None:
        """Close the network first, then the cache; what is committed stays."""
        sources = self.sources.take()
        if sources is not None:
            sources.close()
        self.database.close()


def open_services(
    settings: Settings,
    paths: Paths,
    *,
    heard: Heard = lambda _trouble: None,
    beside: Executor | None = None,
    at_work: Callable[[], bool] = nobody,
) -> Services:
    """Open the cache and put everything together; takes a moment, so never on the GUI thread.

    ``heard`` is told, from any thread, why vPIC did not answer when it was asked; None: it
    did. In ``beside`` imports decode what they will need next, and have as many batches under
    way at vPIC as ``requests_in_flight`` leaves them: all but the one that is kept for people.
    While somebody is ``at_work`` they keep to their own thread where they can.

    Raises:
        CacheError, BackupFailed, DiskFull: the cache cannot be used; its file is untouched.

    """
    limits = engine_limits(settings, paths)
    backups = Backups(paths.backups, limits, utc_now)
    try:
        opened = open_cache(paths.cache, limits, backups, utc_now)
    except DiskFull:
        sweep_drafts(paths, paths.backups)  # what a crash left may be what fills it
        opened = open_cache(paths.cache, limits, backups, utc_now)
    sweep(paths, paths.backups)
    database = opened.database
    vehicles = Vehicles(database, utc_now)
    asking = Asking(settings)
    sources = Once(lambda: _open_sources(asking.settings, heard))
    lookup = Lookup(
        vehicles,
        lambda: sources().by_choice,
        no_data_life=timedelta(days=settings.no_data_days),
        clock=utc_now,
    )
    items = ImportItems(database, utc_now, timedelta(days=settings.no_data_days))
    stock = Stock(items, BulkAnswers(database, utc_now))
    return Services(
        database=database,
        vehicles=vehicles,
        pages=VehiclePages(database),
        facets=Facets(database),
        own_columns=OwnColumns(database),
        lookup=lookup,
        refresher=Refresher(vehicles, lambda: sources().by_choice),
        remover=Remover(Removals(database, utc_now)),
        importer=Importer(
            Imports(database, utc_now),
            items,
            lambda choice: _bulk_source(
                choice, stock, sources(), Hands(beside, asking.batches, at_work)
            ),
            lambda: _few_source(stock, sources()),
        ),
        exporter=Exporter(database, utc_now),
        import_lists=ImportLists(database),
        sources=sources,
        care=care_of(opened, backups, settings, paths, utc_now),
        asking=asking,
    )


def rescue_of(settings: Settings, paths: Paths) -> Rescue:
    """For a cache that cannot be opened."""
    limits = engine_limits(settings, paths)
    backups = Backups(paths.backups, limits, utc_now)
    return Rescue(paths.cache.absolute(), backups, limits, utc_now)


def restore_unopenable(settings: Settings, paths: Paths, name: str) -> Rescued | None:
    """Restore a backup where the cache cannot be opened; nothing is done if it can.

    Raises:
        RestoreFailed, CacheUnwritable: nothing was lost.
        CacheLocked: another program has the cache open.

    """
    try:
        open_services(settings, paths).close()
    except (CacheDamaged, CacheMissing):
        rescue = rescue_of(settings, paths)
        return rescue.restore(UNWATCHED, None if name == LATEST else rescue.named(name))
    return None


def _bulk_source(choice: SourceChoice, stock: Stock, sources: Sources, hands: Hands) -> BulkSource:
    """Automatic, the embedded copy answers: NHTSA asks who has many VINs to use its data."""
    if choice is SourceChoice.WEB:
        return WebBulk(stock, sources.patient_web, hands)
    origin, embedded = _origin(sources), sources.by_choice[SourceChoice.EMBEDDED]
    return EmbeddedBulk(stock, sources.decode, origin, embedded, utc_now, hands)


def _few_source(stock: Stock, sources: Sources) -> BulkSource:
    """Automatic, about few VINs vPIC is asked, as about one that is typed."""
    return FewBulk(stock, sources.by_choice[SourceChoice.AUTO], _origin(sources))


def _origin(sources: Sources) -> Origin:
    """Of what the embedded copy answers."""
    return Origin(SourceName.EMBEDDED, sources.embedded_month, sources.unknowable, sources.left_out)


def _open_sources(settings: Settings, heard: Heard) -> Sources:
    """Deferred to the first question: requests and ultravin take a tenth of a second."""
    from vindesk.vpic.automatic import Automatic  # noqa: PLC0415
    from vindesk.vpic.embedded import UNKNOWABLE, Embedded  # noqa: PLC0415
    from vindesk.vpic.embedded_stream import NUMBERS, decode_table  # noqa: PLC0415
    from vindesk.vpic.listening import Listening  # noqa: PLC0415
    from vindesk.vpic.options import WebOptions  # noqa: PLC0415
    from vindesk.vpic.unaskable import Unaskable  # noqa: PLC0415
    from vindesk.vpic.web import VpicWeb  # noqa: PLC0415

    def web_options(chosen: Settings) -> WebOptions:
        return WebOptions(
            base_url=chosen.vpic_url,
            connect_timeout_s=chosen.connect_timeout_s,
            single_timeout_s=chosen.lookup_timeout_s,
            batch_timeout_s=chosen.batch_timeout_s,
            rate_per_s=chosen.requests_per_second,
            max_in_flight=chosen.requests_in_flight,
            user_agent=f"vindesk/{__version__}",
            proxy=chosen.proxy,
        )

    throttle = web_options(settings).throttle()
    embedded = Embedded()

    def opened(chosen: Settings) -> Sources:
        """However often, all that ask vPIC keep one pace."""
        options = web_options(chosen)
        try:
            web = VpicWeb(
                options,
                throttle,
                patience_s=chosen.lookup_timeout_s,
                batch_patience_s=chosen.batch_timeout_s,
            )
        except UserError as error:
            web = Unaskable(error)
        throttle.change_pace(rate_per_s=options.rate_per_s, max_in_flight=options.max_in_flight)
        hasty = web.with_patience(chosen.patience_s, chosen.batch_patience_s)
        patient = web.with_patience(chosen.lookup_timeout_s, math.inf)
        by_choice: Mapping[SourceChoice, Source] = {
            SourceChoice.AUTO: Automatic(Listening(hasty, heard), embedded),
            SourceChoice.WEB: Listening(web, heard),
            SourceChoice.EMBEDDED: embedded,
        }
        return Sources(
            by_choice,
            Listening(patient, heard),
            decode_table,
            unknowable,
            NUMBERS,
            month,
            web.close,
            again=opened,
        )

    unknowable = frozenset(BY_KEY[key].column for key in UNKNOWABLE)
    month = embedded.data_month()
    return opened(settings)
