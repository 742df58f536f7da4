"""Local times to UTC: the pieces of a time zone, and the SQL that applies them.

Belongs here: from which local time to which one what offset holds, where the clocks skip, where they run twice.
Elsewhere: which columns are local (conform).

DuckDB maps a local time that does not exist, or exists twice, without a word; here both are told apart.
"""

import datetime as dt
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

FIRST, LAST = dt.datetime(1900, 1, 1), dt.datetime(2200, 1, 1)
SKIPPED, TWICE = -99_999, -99_998
_STEP = dt.timedelta(days=7)
_SECOND = dt.timedelta(seconds=1)


@dataclass(frozen=True)
class Piece:
    """From this local time on: the offset to UTC in seconds, or SKIPPED, or TWICE."""

    start: dt.datetime
    offset: int


@cache
def pieces(zone: str) -> tuple[Piece, ...]:
    """The pieces of a zone between 1900 and 2200, in order; one piece for a zone without transitions."""
    found: list[Piece] = [Piece(FIRST, _offset(zone, FIRST))]
    for instant, before, after in _transitions(zone):
        old, new = instant + dt.timedelta(seconds=before), instant + dt.timedelta(seconds=after)
        if new != old:
            found.append(Piece(min(old, new), SKIPPED if new > old else TWICE))
            found.append(Piece(max(old, new), after))
    return tuple(found)


def offset_sql(local: str, zone: str) -> str:
    """SQL (integer seconds) of the offset at a local time: a tree of comparisons, the newest piece first."""
    *older, newest = pieces(zone)
    if not older:
        return str(newest.offset)
    tree = _tree(local, older)
    return f"case when {local} >= timestamp '{newest.start}' then {newest.offset} else {tree} end"


def is_fixed(zone: str) -> bool:
    """Whether one offset holds for ever."""
    return len(pieces(zone)) == 1


def offset_of(zone: str, local: dt.datetime) -> int:
    """The same as offset_sql, for one time in Python."""
    known = pieces(zone)
    return known[max(0, bisect_right([piece.start for piece in known], local) - 1)].offset


def _tree(local: str, known: list[Piece]) -> str:
    if len(known) == 1:
        return str(known[0].offset)
    middle = len(known) // 2
    later, earlier = _tree(local, known[middle:]), _tree(local, known[:middle])
    return f"case when {local} >= timestamp '{known[middle].start}' then {later} else {earlier} end"


def _offset(zone: str, utc: dt.datetime) -> int:
    there = utc.replace(tzinfo=dt.UTC).astimezone(ZoneInfo(zone))
    return int(there.utcoffset().total_seconds())  # type: ignore[union-attr]


def _transitions(zone: str) -> list[tuple[dt.datetime, int, int]]:
    """(UTC instant, offset before, offset after), found by steps of a week and halving."""
    found = []
    low, before = FIRST, _offset(zone, FIRST)
    while low < LAST:
        high = low + _STEP
        after = _offset(zone, high)
        if after != before:
            found.append((_first_with(zone, low, high, after), before, after))
        low, before = high, after
    return found


def _first_with(zone: str, low: dt.datetime, high: dt.datetime, after: int) -> dt.datetime:
    while high - low > _SECOND:
        middle = low + dt.timedelta(seconds=(high - low) // _SECOND // 2)
        low, high = (low, middle) if _offset(zone, middle) == after else (middle, high)
    return high
