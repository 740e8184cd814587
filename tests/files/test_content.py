import random

import pytest

from vindesk.files.content import Kind, content_of


@pytest.mark.parametrize(
    "head",
    [
        b"vin,year\n",
        b"",
        b"\xef\xbb\xbfvin",
        "vin größe".encode("cp1252"),
        "vin".encode("utf-16"),
        "vin list 1HGCM82633A004352".encode("utf-16-le"),
        "vin".encode("utf-32"),
        b"1HGCM82633A004352\0\0\0\n",
        b"1HGCM82633A004352\x1a",
        b"<html><table>",
        b"PAR",
    ],
)
def test_text_is_text_in_any_encoding(head: bytes) -> None:
    assert content_of(head).kind is Kind.TEXT


@pytest.mark.parametrize(
    ("head", "kind", "words"),
    [
        (b"PAR1\x15", Kind.PARQUET, "Parquet"),
        (b"PK\x03\x04", Kind.WORKBOOK, "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.WORKBOOK, "workbook"),
        (b"%PDF-1.7", Kind.NOTHING, "PDF"),
        (b"\x1f\x8b\x08", Kind.NOTHING, "gzip"),
        (b"\x89PNG\r\n\x1a\n", Kind.NOTHING, "picture"),
        (bytes(8) + b"DUCK" + bytes(100), Kind.NOTHING, "DuckDB"),
        (random.Random(3).randbytes(4096), Kind.NOTHING, "not text"),
        (bytes(4096), Kind.NOTHING, "not text"),
        (bytes(range(256)), Kind.NOTHING, "not text"),
    ],
)
def test_what_is_no_text_has_a_name(head: bytes, kind: Kind, words: str) -> None:
    content = content_of(head)
    assert content.kind is kind
    assert words in content.words
