"""Four years: their days, months and quarters, and how a day or an instant is spelled.

Belongs here: the one calendar of the made-up company, counted in days from its first one.
Elsewhere: what happened on a day (the other modules of this room).
"""

import datetime as dt
from functools import cache

import numpy as np

Days = np.ndarray
Texts = np.ndarray

FIRST_DAY = dt.date(2022, 10, 1)
END_DAY = dt.date(2026, 9, 30)
DAYS = (END_DAY - FIRST_DAY).days + 1
QUARTERS, MONTHS = 16, 48
ZONE_HOURS = 8
ARCHIVE, CURRENT = "archive", f"{END_DAY.year}"
LAST_INSTANT = f"{END_DAY}T18:00:00+08:00"


def day_of(day: int) -> dt.date:
    """The date of a day counted from FIRST_DAY."""
    return FIRST_DAY + dt.timedelta(days=int(day))


def month_first(month: int) -> int:
    """The first day of a month; month 48 gives the day after the last."""
    year, index = divmod(FIRST_DAY.year * 12 + FIRST_DAY.month - 1 + month, 12)
    return (dt.date(year, index + 1, 1) - FIRST_DAY).days


def month_label(month: int) -> str:
    """Such as 2026-09."""
    return f"{day_of(month_first(month)):%Y-%m}"


def quarter_days(quarter: int) -> tuple[int, int]:
    """First day and day after the last of a quarter."""
    return month_first(3 * quarter), month_first(3 * quarter + 3)


def quarter_label(quarter: int) -> str:
    """Such as 2026-Q3."""
    first = day_of(quarter_days(quarter)[0])
    return f"{first.year}-Q{(first.month + 2) // 3}"


def quarter_of(days: Days) -> np.ndarray:
    """The quarter, from 0, of each day."""
    return np.searchsorted([quarter_days(q)[1] for q in range(QUARTERS)], days, side="right")


def month_of(days: Days) -> np.ndarray:
    """The month, from 0, of each day."""
    return np.searchsorted([month_first(m + 1) for m in range(MONTHS)], days, side="right")


def part_of(days: Days) -> np.ndarray:
    """The part of an export that each day belongs to: the archive of closed years, or the current year."""
    return np.where(np.asarray(days) < (dt.date(END_DAY.year, 1, 1) - FIRST_DAY).days, ARCHIVE, CURRENT)


def workday(days: Days, first: int) -> Days:
    """The same days, those of a weekend moved back to Friday, or on to Monday where that would be before `first`."""
    weekday = (days + FIRST_DAY.weekday()) % 7
    back = np.maximum(weekday - 4, 0)
    return np.where(days - back >= first, days - back, days + (7 - weekday) % 7)


def dates(days: Days, form: str = "%Y-%m-%d", missing: str = "") -> Texts:
    """Each day in a form of strftime; a negative day is missing."""
    return _day_labels(form, missing)[np.where(np.asarray(days) < 0, DAYS, np.minimum(days, DAYS - 1))]


def instants(days: Days, minutes: np.ndarray, form: str = "%Y-%m-%dT%H:%M:%S+08:00", missing: str = "") -> Texts:
    """Each instant (minute of a day in the company's zone) in a form whose time of day is %H:%M:%S; negative: missing.

    Seconds follow from the minute, so that not every call begins on the full minute.
    """
    return _stamps(np.asarray(days), np.asarray(minutes), form, missing)


def utc_instants(days: Days, minutes: np.ndarray, form: str, missing: str = "") -> Texts:
    """The same instants in UTC, as systems abroad export them."""
    shifted = np.asarray(minutes) - 60 * ZONE_HOURS
    moved = np.where(np.asarray(days) < 0, days, np.asarray(days) + shifted // 1440)
    return _stamps(moved, shifted % 1440, form, missing)


def _stamps(days: Days, minutes: np.ndarray, form: str, missing: str) -> Texts:
    before, time, after = form.partition("%H:%M:%S")
    head = _day_labels(before, "")[np.where(days < 0, DAYS, np.minimum(days, DAYS + 1))]
    text: Texts = head + _minute_labels(time, after)[minutes]
    return np.where(days < 0, missing, text) if (days < 0).any() else text


@cache
def _day_labels(form: str, missing: str) -> Texts:
    return np.array(
        [*(f"{day_of(day):{form}}" for day in range(DAYS)), missing, f"{day_of(DAYS):{form}}"], dtype=object
    )


@cache
def _minute_labels(time: str, after: str) -> Texts:
    clock = (dt.time(m // 60, m % 60, m * 37 % 60) for m in range(1440))
    return np.array([(f"{c:{time}}" if time else "") + after for c in clock], dtype=object)
