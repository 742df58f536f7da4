"""Names of time zones as Windows and IANA write them, and local times that stand beside one."""

import duckdb
import pytest

from pipelines.feeds import expression, zones


def read(local: str, zone: str) -> str:
    sql = expression.compile_text("time_in(start, zone)", lambda column: column)
    with duckdb.connect() as connection:
        row = connection.execute(f"select {sql} from (select ? as start, ? as zone)", [local, zone]).fetchone()
    assert row is not None
    return str(row[0])


def test_every_name_is_a_zone_that_the_database_knows() -> None:
    with duckdb.connect() as connection:
        known = {row[0] for row in connection.execute("select name from pg_timezone_names()").fetchall()}
    assert set(zones.names().values()) <= known
    assert zones.names()["China Standard Time"] == zones.names()["Asia/Shanghai"] == "Asia/Shanghai"


@pytest.mark.parametrize(
    ("local", "zone", "instant"),
    [
        ("2026-07-01T09:00:00.0000000", "W. Europe Standard Time", "2026-07-01 07:00:00Z"),
        ("2026-01-05T09:00:00.0000000", "W. Europe Standard Time", "2026-01-05 08:00:00Z"),
        ("2026-07-01T09:00:00", "China Standard Time", "2026-07-01 01:00:00Z"),
        ("2026-07-01T09:00:00", "America/New_York", "2026-07-01 13:00:00Z"),
        ("2026-07-01T09:00:00", "UTC", "2026-07-01 09:00:00Z"),
        ("2026-03-29T02:30", "W. Europe Standard Time", "2026-03-29T02:30 skipped in zone W. Europe Standard Time"),
        ("2026-10-25T02:30:00", "Europe/Berlin", "2026-10-25T02:30:00 twice in zone Europe/Berlin"),
        ("2026-04-05T01:45:00", "Lord Howe Standard Time", "2026-04-05T01:45:00 twice in zone Lord Howe Standard Time"),
        ("2026-07-01T09:00", "tzone://Microsoft/Custom", "2026-07-01T09:00 in no known zone tzone://Microsoft/Custom"),
        ("soon", "UTC", "soon"),
    ],
)  # fmt: skip
def test_a_time_beside_its_zone_is_an_instant_or_says_why_not(local: str, zone: str, instant: str) -> None:
    assert read(local, zone) == instant
