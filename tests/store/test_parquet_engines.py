"""Several Parquet files at once: an engine each, one limit of memory for all."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from msgspec.structs import replace

from tests.store.parquet_samples import write
from vindesk.domain.errors import FileUnreadable
from vindesk.store.engine import Engine, EngineLimits
from vindesk.store.parquet_engines import LEAST_MB, ParquetEngines
from vindesk.store.parquet_pages import ParquetFile


@pytest.fixture
def engines(limits: EngineLimits) -> Iterator[ParquetEngines]:
    found = ParquetEngines(limits)
    yield found
    for engine in found.used:
        found.give_back(engine)
    found.close()


def memory_mb(engine: Engine) -> float:
    """What DuckDB itself says that it may use."""
    with engine.cursor() as cursor:
        row = cursor.execute("SELECT current_setting('memory_limit')").fetchone()
    assert row is not None
    number, unit = str(row[0]).split()
    assert unit == "MiB"
    return float(number)


def threads(engine: Engine) -> int:
    with engine.cursor() as cursor:
        row = cursor.execute("SELECT current_setting('threads')").fetchone()
    assert row is not None
    return int(row[0])


def test_engines_share_the_memory_of_one(engines: ParquetEngines) -> None:
    first = engines.take()
    assert memory_mb(first) == 256
    second = engines.take()
    assert [memory_mb(engine) for engine in engines.used] == [128, 128]
    engines.give_back(second)
    engines.give_back(second)
    assert memory_mb(first) == 256


def test_nobody_gets_less_than_pages_need(engines: ParquetEngines) -> None:
    taken = [engines.take() for _ in range(6)]
    assert {memory_mb(engine) for engine in taken} == {LEAST_MB}


def test_the_next_one_is_ready(
    engines: ParquetEngines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engines.prepare()
    engines.prepare()
    monkeypatch.setattr(duckdb, "connect", None)
    path = write(tmp_path / "x.parquet", {"n": [1, 2]})
    with closing(ParquetFile.begin(path, engines)) as file:
        assert file.page(0, 2) == [("1",), ("2",)]
        assert len(engines.used) == 1
    assert not engines.used


def test_one_that_was_never_taken_is_stopped(engines: ParquetEngines) -> None:
    engines.prepare()
    spare = engines._spare
    assert spare is not None
    engines.close()
    with pytest.raises(duckdb.ConnectionException, match="closed"), spare.cursor():
        pass
    engines.prepare()
    assert engines._spare is None


def test_memory_in_use_is_given_back_later(engines: ParquetEngines) -> None:
    engine = engines.take()
    with engine.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE held AS SELECT i, hash(i) FROM range(3_000_000) r(i)")
        cursor.execute("SET GLOBAL temp_directory = ''")
        assert not engine.limit_memory(1)
        assert memory_mb(engine) == 256
        cursor.execute("DROP TABLE held")
    assert engine.limit_memory(LEAST_MB)


def test_other_limits_hold_at_once(engines: ParquetEngines, limits: EngineLimits) -> None:
    used = engines.take()
    engines.prepare()
    engines.use(replace(limits, memory_mb=512, threads=3))
    assert (memory_mb(used), threads(used)) == (512, 3)
    next_one = engines.take()
    assert [memory_mb(engine) for engine in engines.used] == [256, 256]
    assert threads(next_one) == threads(engines.take()) == 3


def test_an_engine_that_has_stopped_does_not_keep_limits_from_others(
    engines: ParquetEngines, limits: EngineLimits
) -> None:
    engines.take().close()
    other = engines.take()
    engines.use(replace(limits, threads=3))
    assert threads(other) == 3


def test_a_file_that_is_refused_gives_its_engine_back(
    engines: ParquetEngines, tmp_path: Path
) -> None:
    (tmp_path / "x.parquet").write_bytes(b"PAR1 nothing PAR1")
    with pytest.raises(FileUnreadable):
        ParquetFile.begin(tmp_path / "x.parquet", engines)
    assert not engines.used


def test_what_was_reloaded_shares_too(engines: ParquetEngines, tmp_path: Path) -> None:
    file = ParquetFile.begin(write(tmp_path / "x.parquet", {"n": [1]}), engines)
    again = file.open_again()
    assert len(engines.used) == 2
    file.close()
    assert [memory_mb(engine) for engine in engines.used] == [256]
    again.close()
