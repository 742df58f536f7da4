"""Local times become UTC as the zone's clocks ran; what they never showed, or showed twice, is told apart."""

import datetime as dt
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.feeds import local_time

ZONES = ["Europe/Berlin", "Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"]


def by_python(zone: str, local: dt.datetime) -> int:
    """Slow and obvious: both folds of a time, and the way back."""
    known = ZoneInfo(zone)
    both = [local.replace(tzinfo=known, fold=fold) for fold in (0, 1)]
    offsets = [int(moment.utcoffset().total_seconds()) for moment in both]  # type: ignore[union-attr]
    exists = both[0].astimezone(dt.UTC).astimezone(known).replace(tzinfo=None) == local
    if offsets[0] == offsets[1]:
        return offsets[0]
    return local_time.TWICE if exists else local_time.SKIPPED


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(ZONES), st.datetimes(dt.datetime(1900, 1, 2), dt.datetime(2199, 12, 30)))
def test_offsets_agree_with_the_slow_and_obvious_way(zone: str, local: dt.datetime) -> None:
    assert local_time.offset_of(zone, local) == by_python(zone, local)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(ZONES[:4]), st.integers(0, 10_000), st.integers(-7200, 7200))
def test_offsets_agree_around_every_change_of_the_clocks(zone: str, place: int, seconds: int) -> None:
    known = local_time.pieces(zone)
    local = known[1 + place % (len(known) - 1)].start + dt.timedelta(seconds=seconds)
    assert local_time.offset_of(zone, local) == by_python(zone, local)


@pytest.mark.parametrize("zone", ZONES)
def test_the_sql_is_the_same_function(zone: str) -> None:
    times = [dt.datetime(1970 + n % 90, 1 + n % 12, 1 + n % 28, n % 24, (n * 7) % 60) for n in range(500)]
    with duckdb.connect() as connection:
        connection.execute("create table t (local timestamp)")
        connection.executemany("insert into t values (?)", [[time] for time in times])
        found = connection.execute(f"select {local_time.offset_sql('local', zone)} from t").fetchall()
    assert [row[0] for row in found] == [local_time.offset_of(zone, time) for time in times]
