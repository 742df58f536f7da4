"""What a time zone is called: IANA names, and those of Windows, Exchange and Microsoft Graph.

Belongs here: one name of a zone for another, and the SQL that reads a local time beside the name of its zone.
Elsewhere: zones that hold for a whole column (local_time); which rule an unreadable time breaks (typing_sql).
"""

from functools import cache
from pathlib import Path
from zoneinfo import available_timezones

from pipelines import yaml_file
from pipelines.warehouse.connect import quote

FILE = Path(__file__).with_name("windows_zones.yml")
UNKNOWN, SKIPPED, TWICE = (
    " in no known zone ",
    " skipped in zone ",
    " twice in zone ",
)  # follow a time without an instant
_NO_PLACE = frozenset(("localtime", "Factory"))  # names that mean another zone on each machine
_CHANGES = (30, 60, 120)  # minutes by which clocks change


@cache
def names() -> dict[str, str]:
    """Every known name of a zone, and its IANA name."""
    windows: dict[str, str] = dict(yaml_file.read(FILE).data)
    return {**windows, **{zone: zone for zone in available_timezones() - _NO_PLACE}}


@cache
def _known() -> str:
    pairs = ", ".join(f"{quote(name)}: {quote(zone)}" for name, zone in sorted(names().items()))
    return f"(map {{{pairs}}})"


def instant_sql(local: str, zone: str) -> str:
    """SQL of the UTC text of a local time in a zone that is named beside it.

    A time that the clocks skipped or showed twice, or whose zone is not known, becomes a text that says so.
    """
    instant = "timezone(r.zone, r.moment)"
    again = " or ".join(
        f"timezone(r.zone, {instant} {sign} interval {minutes} minute) = r.moment"
        for minutes in _CHANGES
        for sign in "+-"
    )
    told = (
        f"case when r.moment is null then r.said when r.zone is null then r.said || {quote(UNKNOWN)} || r.named "
        f"when timezone(r.zone, {instant}) <> r.moment then r.said || {quote(SKIPPED)} || r.named "
        f"when {again} then r.said || {quote(TWICE)} || r.named "
        f"else cast(timezone('UTC', {instant}) as varchar) || 'Z' end"
    )
    given = (
        f"{{'said': {local}, 'moment': try_cast({local} as timestamp), 'named': {zone}, 'zone': {_known()}[{zone}]}}"
    )
    return f"(list_transform([{given}], lambda r: {told})[1])"
