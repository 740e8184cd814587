"""``vindesk import``: a list that stays, begun or gone on with, and what came of it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from vindesk.cli.call import Call
from vindesk.cli.import_table import ImportTable, table_as_asked
from vindesk.domain.import_job import Columns, ImportPlan, ImportRecord, ImportReport, ImportState
from vindesk.domain.words import say
from vindesk.services.input_table import InputTable
from vindesk.services.searched import rows_of
from vindesk.store.export_place import Target, try_out
from vindesk.store.import_export import form_of

_MOST_TOLD: Final = 1_000
"""So many failures, and so many rejected rows, are told one by one."""


def import_rows(call: Call) -> ImportReport:
    """Import the file; the same command on the same file goes on with what was not finished.

    Raises:
        UserError: the file or the cache could not be used.
        Cancelled: what was answered is kept, and the next time it goes on.

    """
    from vindesk.services.inputs import open_input, stamp_of  # noqa: PLC0415 - others do without

    path = Path(call.options.inputs[0])
    source = open_input(path, call.limits, call.monitor)
    try:
        chosen = table_as_asked(call, source)
        record = _record(call, chosen, _plan(call, path, stamp_of(path.absolute()), chosen))
        if record.state is ImportState.READING:
            _read(call, record, chosen.table)
    finally:
        source.close()
    call.monitor.begin(say("Decoding"))
    report = call.services.importer.run(record.id, call.monitor)
    call.monitor.clear()
    if not report.vins + report.rejected:
        call.printer.warn(chosen.nothing_found(path))
    return report


def export_target(call: Call) -> Target | None:
    """Where the list with its answers is to go afterwards; None: nowhere.

    Raises:
        ExportFailed: there they could not.

    """
    options = call.options
    if options.export is None:
        return None
    form_of(options.export)
    target = Target(options.export, options.replace, imported=Path(options.inputs[0]))
    try_out(call.services.database, target)
    return target


def tell(call: Call, report: ImportReport) -> None:
    """What got no answer, what is no VIN, and the counts."""
    imports, number = call.services.importer.imports, report.record.id
    for failed in imports.failed(number, _MOST_TOLD):
        call.printer.not_answered(failed.vin, failed.reason)
    for reject in imports.rejected(number, _MOST_TOLD):
        call.printer.rejected(reject)
    untold = max(report.failed - _MOST_TOLD, 0) + max(report.rejected - _MOST_TOLD, 0)
    if untold:
        call.printer.warn(say("And {n} more.", n=untold))
    counts = {
        "vins": report.vins,
        "from_cache": report.kept,
        "fetched": report.record.answered,
        "failed": report.failed,
        "rejected": report.rejected,
        "duplicates": report.duplicates,
    }
    words = say(
        "{vins} vins, {from_cache} from cache, {fetched} fetched, {failed} failed, "
        "{rejected} rejected, {duplicates} duplicates",
        **counts,
    )
    call.printer.result(words, {"import": report.record.plan.name, **counts})


def _read(call: Call, record: ImportRecord, table: InputTable) -> None:
    call.monitor.begin(say("Reading "))
    call.services.importer.read(record, rows_of(table), call.monitor)
    call.monitor.clear()


def _record(call: Call, chosen: ImportTable, plan: ImportPlan) -> ImportRecord:
    """The import of ``plan`` that was not finished, or a new one."""
    for record in call.services.importer.imports.all():
        recorded = record.plan
        same = replace(plan, name=call.options.name or recorded.name, sheet=recorded.sheet)
        is_same = recorded == same and _is_same_sheet(call, chosen, recorded.sheet)
        if record.state.is_open and is_same:
            call.printer.warn(
                say(
                    "Resuming {name}, started {moment} UTC: at least {position} of {items} rows "
                    "are done.",
                    name=record.plan.name,
                    moment=f"{record.added_at:%Y-%m-%d %H:%M}",
                    position=record.reached,
                    items=record.items,
                )
            )
            return record
    return call.services.importer.begin(plan)


def _is_same_sheet(call: Call, chosen: ImportTable, recorded: str | None) -> bool:
    """Plans may leave out the sheet that is taken by default, or name the only one there is."""
    if recorded is None:
        return not chosen.others or call.options.sheet is None
    return recorded == chosen.sheet


def _plan(call: Call, path: Path, stamp: str, chosen: ImportTable) -> ImportPlan:
    options, table = call.options, chosen.table
    vin = chosen.vin_column(options.column)
    year = _year_column(call, chosen)
    own = _kept(call, chosen, vin)
    return ImportPlan(
        name=options.name or path.name,
        columns=Columns(vin, year, own, tuple(table.columns[place] for place in own)),
        source=call.settings.source,
        path=str(path.absolute()),
        stamp=stamp,
        sheet=chosen.sheet if chosen.others else None,
        has_header=table.has_header,
    )


def _year_column(call: Call, chosen: ImportTable) -> int | None:
    """The one that is named, or that the window would propose too; then it is told."""
    options, found = call.options, chosen.table.suggestion.year
    if options.year_column is not None:
        return chosen.column(options.year_column)
    if options.no_year_column or found is None:
        return None
    name = chosen.table.columns[found.column]
    call.printer.warn(
        say("Model years come from the column {name}; --no-year-column ignores it.", name=name)
    )
    return found.column


def _kept(call: Call, chosen: ImportTable, vin: int) -> tuple[int, ...]:
    """The user's own columns: all but those that the command names for something else."""
    options = call.options
    taken = {vin}
    if options.year_column is not None:
        taken.add(chosen.column(options.year_column))
    if options.keep_none:
        return ()
    if options.keep is None:
        wanted: Iterable[int] = range(len(chosen.table.columns))
    else:
        wanted = sorted({chosen.column(name) for name in options.keep})
    return tuple(place for place in wanted if place not in taken)
