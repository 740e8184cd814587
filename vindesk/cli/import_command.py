"""``vindesk import``: a list that stays, begun or gone on with, and what came of it."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from vindesk.cli.call import Call
from vindesk.domain.errors import FileUnreadable
from vindesk.domain.import_job import Columns, ImportPlan, ImportRecord, ImportReport, ImportState
from vindesk.domain.words import say
from vindesk.services.input_table import InputTable
from vindesk.services.searched import rows_of
from vindesk.store.export_place import Target, try_out

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
        sheet = call.options.sheet
        if sheet is not None and sheet not in source.sheets:
            names = ", ".join(source.sheets)
            raise FileUnreadable(
                say("{path} has no sheet {sheet!r}.", path=path, sheet=sheet),
                advice=say("It has: {names}.", names=names),
            )
        sheet = sheet or source.main_sheet(call.monitor)
        table = source.table(sheet, None, call.monitor)
        record = _record(call, _plan(call, path, stamp_of(path.absolute()), table))
        if record.state is ImportState.READING:
            _read(call, record, table)
    finally:
        source.close()
    call.monitor.begin(say("Decoding"))
    report = call.services.importer.run(record.id, call.monitor)
    call.monitor.clear()
    if not report.vins + report.rejected:
        call.printer.warn(_nothing_in(path, [name for name in source.sheets if name != sheet]))
    return report


def export_target(call: Call) -> Target | None:
    """Where the vehicles are to go afterwards; None: nowhere.

    Raises:
        ExportFailed: there they could not.

    """
    options = call.options
    if options.export is None:
        return None
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


def _nothing_in(path: Path, others: Sequence[str]) -> str:
    found = say("No VIN was found in {path}.", path=path)
    if not others:
        return found
    return found + " " + say("Its other sheets are: {names}.", names=", ".join(others))


def _read(call: Call, record: ImportRecord, table: InputTable) -> None:
    call.monitor.begin(say("Reading "))
    call.services.importer.read(record, rows_of(table), call.monitor)
    call.monitor.clear()


def _record(call: Call, plan: ImportPlan) -> ImportRecord:
    """The import of ``plan`` that was not finished, or a new one."""
    for record in call.services.importer.imports.all():
        named = plan if call.options.name else replace(plan, name=record.plan.name)
        if record.state.is_open and record.plan == named:
            call.printer.warn(
                say(
                    "Going on with {name}, begun {moment} UTC: "
                    "at least {position} of {items} rows are done.",
                    name=record.plan.name,
                    moment=f"{record.added_at:%Y-%m-%d %H:%M}",
                    position=record.reached,
                    items=record.items,
                )
            )
            return record
    return call.services.importer.begin(plan)


def _plan(call: Call, path: Path, stamp: str, table: InputTable) -> ImportPlan:
    options = call.options
    if options.column is not None:
        vin = _place(options.column, table, path)
    elif table.suggestion.vin is not None:
        vin = table.suggestion.vin.column
    else:
        raise FileUnreadable(
            say("{path} has no column that holds VINs.", path=path),
            advice=say("Name one with --column: {columns}.", columns=", ".join(table.columns)),
        )
    year = None if options.year_column is None else _place(options.year_column, table, path)
    own = _kept(call, table, path, {vin, year})
    return ImportPlan(
        name=options.name or path.name,
        columns=Columns(vin, year, own, tuple(table.columns[place] for place in own)),
        source=call.settings.source,
        path=str(path.absolute()),
        stamp=stamp,
        sheet=options.sheet,
        has_header=table.has_header,
    )


def _kept(call: Call, table: InputTable, path: Path, taken: set[int | None]) -> tuple[int, ...]:
    """The user's own columns: as in the window, all but those that are ``taken``."""
    options = call.options
    if options.keep_none:
        return ()
    if options.keep is None:
        wanted: Iterable[int] = range(len(table.columns))
    else:
        wanted = sorted({_place(name, table, path) for name in options.keep})
    return tuple(place for place in wanted if place not in taken)


def _place(wanted: str, table: InputTable, path: Path) -> int:
    names = [name.casefold() for name in table.columns]
    if wanted.casefold() not in names:
        raise FileUnreadable(
            say("{path} has no column {wanted!r}.", path=path, wanted=wanted),
            advice=say("Its columns are: {columns}.", columns=", ".join(table.columns)),
        )
    return names.index(wanted.casefold())
