"""``vindesk export``: vehicles to a file, or a folder of files."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from vindesk.cli.call import Call
from vindesk.domain.errors import ExportFailed
from vindesk.domain.export_plan import Compression, ExportPlan, ParquetShape, wanted_form
from vindesk.domain.filter_language import parse
from vindesk.domain.words import say, say_many
from vindesk.store.copy_gauge import Gauge
from vindesk.store.export_place import Exported, Target
from vindesk.store.import_export import Part


def export_as_asked(call: Call) -> None:
    """Export what the options say; raises as ``Exporter.export``."""
    options = call.options
    path = Path(options.inputs[0])
    plan = ExportPlan(
        scope=parse(options.filter),
        columns=options.columns,
        own_of=None if options.import_name is None else _import(call, options.import_name),
        form=wanted_form(path, options.format, options.partition_by),
        parquet=ParquetShape(
            options.compression or Compression.ZSTD, options.row_group_size, options.partition_by
        ),
        said=options.filter,
    )
    _export(call, plan, Target(path, replace=options.replace))


def export_answers(call: Call, number: int, target: Target) -> None:
    """Write the whole list of an import, in its order, with the answers beside it."""
    call.monitor.begin(say("Exporting"))
    done = call.services.import_lists.write(number, Part.ANSWERS, target, call.monitor)
    call.monitor.clear()
    said = say_many(
        "Exported {n} row to {path}.", "Exported {n} rows to {path}.", done.rows, path=_place(done)
    )
    _tell(call, done, said)


def _export(call: Call, plan: ExportPlan, target: Target) -> None:
    call.monitor.begin(say("Exporting"))
    gauge = Gauge()
    with ThreadPoolExecutor(1, "progress") as beside:
        following = beside.submit(gauge.follow, call.monitor)
        try:
            report = call.services.exporter.export(plan, target, call.monitor, gauge)
        finally:
            following.exception()
    call.monitor.clear()
    exported = say_many(
        "Exported {n} vehicle to {path}.",
        "Exported {n} vehicles to {path}.",
        report.rows,
        path=_place(report),
    )
    _tell(call, report, exported)


def _place(done: Exported) -> str:
    if done.sheets > 1:
        return say("{name} on {n} sheets", name=done.path, n=done.sheets)
    return str(done.path)


def _tell(call: Call, done: Exported, said: str) -> None:
    call.printer.result(said, {"path": str(done.path), "rows": done.rows, "bytes": done.bytes})
    if done.cut:
        call.printer.warn(
            say("{cut} texts were too long for a cell; their beginning is there.", cut=done.cut)
        )


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
