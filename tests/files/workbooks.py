"""Workbooks for tests, sound and spoiled."""

import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import xlsxwriter

VIN = "1HGCM82633A004352"
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"


def written(path: Path, rows: Sequence[Sequence[object]], sheet: str = "Fleet") -> Path:
    """A workbook of one sheet; every text stays a text."""
    with xlsxwriter.Workbook(path, {"strings_to_numbers": False, "in_memory": True}) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return path


def spoiled(path: Path, change: Callable[[bytes], bytes], part: str = SHEET) -> Path:
    """The workbook at ``path`` with one of its parts changed."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part] = change(parts[part])
    return zipped(path, parts)


def zipped(path: Path, parts: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def with_rows(path: Path, rows: str) -> Path:
    """A workbook whose one sheet holds exactly the XML ``rows``."""

    def change(sheet: bytes) -> bytes:
        before, _, rest = sheet.partition(b"<sheetData>")
        _, _, after = rest.partition(b"</sheetData>")
        return before + b"<sheetData>" + rows.encode() + b"</sheetData>" + after

    return spoiled(written(path, [["x"]]), change)


def cell(place: str, text: str = "x") -> str:
    where = f' r="{place}"' if place else ""
    return f'<c{where} t="inlineStr"><is><t>{text}</t></is></c>'


def understated(path: Path, part: str = SHEET) -> Path:
    """The workbook at ``path``, whose directory says that ``part`` unfolds to 100 bytes."""
    content = bytearray(path.read_bytes())
    name = part.encode()
    place = content.rfind(b"PK\x01\x02", 0, content.rfind(name))
    content[place + 24 : place + 28] = (100).to_bytes(4, "little")
    path.write_bytes(content)
    return path


def ods(path: Path, rows: str) -> Path:
    names = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        f'xmlns:office="{names}:office:1.0" xmlns:table="{names}:table:1.0" '
        f'xmlns:text="{names}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="S">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped(
        path,
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": b"<manifest/>",
            "content.xml": content.encode(),
        },
    )


def ods_cell(text: str, attributes: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string" {attributes}>'
        f"<text:p>{text}</text:p></table:table-cell>"
    )
