"""Executives' time on site with customers: the share by year against the three lines, its proof, and the pace.

Belongs here: which line the share reached in words, the places on the chart, what is still needed this year.
Elsewhere: how minutes are counted and proved (dbt's mart_executive_time).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.report.words import DASH, Say, Value, finite, inert, number, percent, say, say_count, sentences, whole

Row = dict[str, object]
TENTH, THIRD, HALF = 0.1, 1 / 3, 0.5
LINES = ("below_tenth", "tenth", "third", "half")
PROOFS = ("a", "b", "c", "d")
SHOWN = 5
_TOP = 0.6
"""The right end of the chart: a little beyond the half of Drucker's case."""


@dataclass(frozen=True)
class ExecutiveYear:
    """One year: the share as text and place, and the place of each executive."""

    label: str
    share: str
    at: float | None
    line: Say | None
    dots: tuple[float, ...]


@dataclass(frozen=True)
class Proof:
    """The share of the time on site that one grade of proof stands behind; `start` and `width` in percent."""

    code: str
    text: Say
    share: str
    start: float
    width: float


@dataclass(frozen=True)
class Executives:
    """What the page says of executives' time."""

    is_measured: bool
    share: str
    line: Say | None
    is_below_third: bool
    pace: Say | None
    people: Value
    years: tuple[ExecutiveYear, ...]
    lines: tuple[tuple[str, float], ...]
    proofs: tuple[Proof, ...]


def compose_executives(rows: Sequence[Row], year: str) -> Executives:
    """Executives' time in `year`, and in up to four years before it."""
    ordered = sorted(rows, key=lambda row: str(row.get("period_id")))
    of_company = [row for row in ordered if row.get("subject_kind_code") == "company"]
    of_company = [row for row in of_company if str(row.get("period_id")) <= year]
    shown = next((row for row in of_company if row.get("period_id") == year), {})
    share = finite(shown.get("customer_share"))
    return Executives(
        is_measured=share is not None,
        share=percent(share),
        line=_line(shown),
        is_below_third=share is not None and round(share, 9) < round(THIRD, 9),
        pace=_pace(shown),
        people=_people(shown),
        years=tuple(_year(row, ordered) for row in of_company[-SHOWN:]),
        lines=tuple((text, place(line) or 0.0) for text, line in (("10", TENTH), ("33.3", THIRD), ("50", HALF))),
        proofs=_proofs(shown),
    )


def place(share: object) -> float | None:
    """The place of a share on the chart, in percent of its width; what lies beyond stays at its end."""
    value = finite(share)
    return None if value is None else round(100 * min(max(value, 0.0), _TOP) / _TOP, 2)


def _line(row: Row) -> Say | None:
    code = str(row.get("line_code"))
    return say(f"line.{code}") if code in LINES else None


def _year(row: Row, rows: Sequence[Row]) -> ExecutiveYear:
    year = row.get("period_id")
    persons = [r for r in rows if r.get("period_id") == year and r.get("subject_kind_code") == "executive"]
    places = sorted(at for person in persons if (at := place(person.get("customer_share"))) is not None)
    share = row.get("customer_share")
    return ExecutiveYear(inert(year), percent(share), place(share), _line(row), tuple(places))


def _pace(row: Row) -> Say | None:
    """What the rest of the year must bring to end at a third; nothing to say of a year that is over."""
    needed = finite(row.get("needed_share_of_rest"))
    if needed is None:
        return None
    if needed > 1:
        return say("pace.out_of_reach")
    return say("pace.needed", needed=percent(needed)) if needed > 0 else say("pace.reached")


def _people(row: Row) -> Value:
    """How many executives keep a record, and the days that were dinners alone."""
    recorded, count = number(whole(row.get("recorded_executive_count"))), number(whole(row.get("executive_count")))
    dinners = whole(row.get("hospitality_day_count"))
    return sentences(
        say("executives.people", recorded=recorded, n=count),
        say_count("executives.dinners", dinners) if dinners else None,
    )


def _proofs(row: Row) -> tuple[Proof, ...]:
    minutes = [finite(row.get(f"proof_{code}_minutes")) or 0.0 for code in PROOFS]
    total, start, proofs = sum(minutes), 0.0, []
    if total <= 0:
        return ()
    for code, value in zip(PROOFS, minutes, strict=True):
        width = 100 * value / total
        share = percent(value / total) if value else DASH
        proofs.append(Proof(code, say(f"proof.{code}"), share, round(start, 3), round(width, 3)))
        start += width
    return tuple(proofs)
