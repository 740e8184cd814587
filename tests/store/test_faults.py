"""The messages are those of DuckDB 2.0.0, taken down as they were raised."""

import pytest

from vindesk.store.faults import Fault, fault_in, gist

FULL = 'Could not write file "/data/v.duckdb": No space left on device'
OTHERS = [
    ("INTERRUPT Error: Interrupted!", Fault.CLOSED),
    ("Connection Error: Connection already closed!", Fault.CLOSED),
    (
        (
            'IO Error: Could not set lock on file "/no/permission denied/v.duckdb": Conflicting '
            "lock is held in /usr/bin/python3.11 (PID 26539). See also https://duckdb.org/docs"
        ),
        Fault.LOCKED,
    ),
    (
        (
            'IO Error: Cannot open file "C:\\v.duckdb": The process cannot access the file because '
            "it is being used by another process.\r\n\nFile is already open in \n"
            "C:\\Python\\python.exe (PID 18520)\n"
        ),
        Fault.LOCKED,
    ),
    (
        (
            'Resource In Use Error: Unique file handle conflict: Cannot attach "cache" - the '
            'database file "/data/v.duckdb" is already attached by database "cache"'
        ),
        Fault.LOCKED,
    ),
    (f"TransactionContext Error: Failed to commit: {FULL}", Fault.DISK_FULL),
    (
        (
            "IO Error: The width (34) of the bitpacked data exceeds the maximum width (32) for the "
            "target type, the file might be corrupted."
        ),
        Fault.DAMAGED,
    ),
    (f"FATAL Error: Failed to create checkpoint because of error: {FULL}", Fault.DISK_FULL),
    (
        (
            "FATAL Error: Failed: database has been invalidated because of a previous fatal error. "
            "The database must be restarted prior to being used again.\n"
            f'Original error: "Failed to create checkpoint because of error: {FULL}"'
        ),
        Fault.DISK_FULL,
    ),
    (
        (
            "IO Error: Async write failed for range [offset=18, size=39]: "
            '{"exception_type":"IO","exception_message":"Could not write file \\"/x.parquet\\": '
            'No space left on device","errno":"28"}'
        ),
        Fault.DISK_FULL,
    ),
    (
        (
            "Out of Memory Error: failed to offload data block of size 256.0 KiB (17.7 MiB/18.0 "
            "MiB used).\nThis limit was set by the 'max_temp_directory_size' setting."
        ),
        Fault.DISK_FULL,
    ),
    (
        (
            "Out of Memory Error: failed to pin block of size 256.0 KiB (499.9 MiB/500 MiB used)\n"
            "\nPossible solutions:\n* Reducing the number of threads (SET threads=X)"
        ),
        Fault.MEMORY,
    ),
    (
        (
            "TransactionContext Error: Failed to commit: failed to pin block of size 256.0 KiB "
            "(15.7 MiB/16.0 MiB used)\n\nPossible solutions:"
        ),
        Fault.MEMORY,
    ),
    (
        'IO Error: The file "/data/v.duckdb" exists, but it is not a valid DuckDB database file!',
        Fault.DAMAGED,
    ),
    ("IO Error: Metadata block index 7 exceeds metadata block count 3", Fault.DAMAGED),
    (
        "Serialization Error: Failed to deserialize: field id mismatch, expected: 1, got: 3",
        Fault.DAMAGED,
    ),
    (
        (
            'TransactionContext Error: Failed to commit: Cannot open file "/ro/v.duckdb.wal": '
            "Permission denied"
        ),
        Fault.UNWRITABLE,
    ),
    ('IO Error: Cannot open file "/no/v.duckdb": No such file or directory', Fault.UNWRITABLE),
    ("FATAL Error: Failed: something that nobody knows", Fault.STOPPED),
    (
        (
            'IO Error: Database "cache" has been invalidated because checkpointing failed. '
            "Detach and reattach it before using it again."
        ),
        Fault.STOPPED,
    ),
    (
        "TransactionContext Error: Cannot CHECKPOINT: there are other write transactions active.",
        Fault.BUSY,
    ),
    (
        'Binder Error: table "read_parquet" has duplicate column name "c1"\n\nLINE 1: FROM x',
        Fault.SAME_NAMES,
    ),
    ("INTERNAL Error: Attempted to access index 3 within vector of size 3", Fault.INTERNAL),
]


@pytest.mark.parametrize(("message", "fault"), OTHERS)
def test_each_message_is_told_by_its_kind(message: str, fault: Fault) -> None:
    assert fault_in(message) is fault


@pytest.mark.parametrize(
    "message",
    [
        'Parser Error: syntax error at or near "selec"\n\nLINE 1: selec 1',
        'Binder Error: Referenced column "nope" not found in FROM clause!',
        "Catalog Error: Table with name nope does not exist!",
        "Conversion Error: Could not convert string 'x' to INT32",
        'Constraint Error: PRIMARY KEY or UNIQUE constraint violation: duplicate key "1"',
    ],
)
def test_a_bug_of_ours_is_no_fault_of_the_world(message: str) -> None:
    assert fault_in(message) is None


def test_the_query_that_a_message_quotes_is_not_looked_at() -> None:
    message = "Binder Error: no such function\n\nLINE 1: SELECT f('No space left on device')\n"
    assert fault_in(message) is None


def test_the_gist_is_the_middle_of_a_sentence() -> None:
    message = 'TransactionContext Error: Failed to commit: Cannot open file "a": No.\nMore.'
    assert gist(message) == 'Cannot open file "a": No'
