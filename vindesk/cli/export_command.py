"""``vindesk export``: vehicles to a file, or a folder of files."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from msgspec.structs import replace

from vindesk.cli.call import Call
from vindesk.domain.errors import ExportFailed
from vindesk.domain.export_plan import (
    EVERY_VEHICLE,
    Compression,
    ExportFormat,
    ExportPlan,
    ParquetShape,
)
from vindesk.domain.filter_language import parse
from vindesk.domain.import_job import ImportRecord
from vindesk.domain.words import grouped, say, say_many
from vindesk.store.copy_gauge import Gauge
from vindesk.store.export_place import Target


def export_as_asked(call: Call) -> None:
    """Export what the options say; raises as ``Exporter.export``."""
    options = call.options
    path = Path(options.inputs[0])
    plan = ExportPlan(
        scope=parse(options.filter),
        columns=options.columns,
        own_of=None if options.import_name is None else _import(call, options.import_name),
        form=_format(call, path),
        parquet=ParquetShape(
            options.compression or Compression.ZSTD, options.row_group_size, options.partition_by
        ),
        said=options.filter,
    )
    _export(call, plan, Target(path, replace=options.replace))


def export_everything(call: Call, target: Target, record: ImportRecord) -> None:
    """Write all vehicles, with the user's own columns of an import.

    Their form is what the ending of the name says.
    """
    own_of = record.id if record.plan.columns.own else None
    plan = replace(EVERY_VEHICLE, own_of=own_of, form=ExportFormat.of(target.path))
    _export(call, plan, target)


def _export(call: Call, plan: ExportPlan, target: Target) -> None:
    call.monitor.begin(say("Exporting"))
    gauge = Gauge()
    with ThreadPoolExecutor(1, "progress") as beside:
        following = beside.submit(gauge.follow, call.monitor)
        try:
            report = call.services.exporter.export(plan, target, call.monitor, gauge)
        finally:
            gauge.end()
            following.exception()
    call.monitor.clear()
    exported = say_many(
        "Exported {n} vehicle to {path}.",
        "Exported {n} vehicles to {path}.",
        report.rows,
        path=report.path,
    )
    if report.sheets > 1:
        exported = say(
            "Exported {n} vehicles to {path} on {sheets} sheets.",
            n=grouped(report.rows),
            path=report.path,
            sheets=report.sheets,
        )
    call.printer.result(
        exported,
        {"path": str(report.path), "rows": report.rows, "bytes": report.size_bytes},
    )
    if report.cut:
        call.printer.warn(
            say("{cut} texts were too long for a cell; their beginning is there.", cut=report.cut)
        )


def _format(call: Call, path: Path) -> ExportFormat:
    """A folder of files is of Parquet, whatever it is called."""
    if call.options.format is not None:
        return call.options.format
    return ExportFormat.PARQUET if call.options.partition_by else ExportFormat.of(path)


def _import(call: Call, name: str) -> int:
    """The number of the newest import of this name."""
    records = call.services.importer.imports.all()
    found = [one.id for one in records if one.plan.name.casefold() == name.casefold()]
    if not found:
        raise ExportFailed(
            say("There is no import {name!r}. Nothing was written.", name=name),
            advice=say("The window lists the imports and their names."),
        )
    return found[0]
