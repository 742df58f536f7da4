"""The scorecard in its four perspectives, each figure with its interval, its target and what it may claim.

Belongs here: which period of a KPI is shown, the geometry of its bullet chart.
Elsewhere: values, scores, statuses and gates (dbt's mart_scorecard).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.report.words import DASH, Both, Say, both, finite, inert, interval, number, percent, say
from pipelines.vocabulary import ScoreStatus

Row = dict[str, object]
PERSPECTIVES = ("finance", "customer", "process", "growth")
FEEDS = {
    "F04": ("quality/loss_event", "finance/invoice"),
    "C01": ("survey/response",),
    "P02": ("crm/order_line", "crm/delivery"),
    "G01": ("people/executive_calendar", "people/person"),
}


@dataclass(frozen=True)
class Bullet:
    """Places in percent of the chart's width; None where there is nothing to draw."""

    value_at: float | None
    adjusted_at: float | None
    lower_at: float | None
    upper_at: float | None
    floor_at: float | None
    target_at: float | None


@dataclass(frozen=True)
class Kpi:
    """One KPI of one period, as text."""

    kpi_id: str
    name: Both
    period: str
    value: str
    interval: str
    adjusted: str
    adjusted_interval: str
    status: str
    status_text: Say
    floor: str
    target: str
    is_low_good: bool
    score: str
    n: str
    gate: Say | None
    bullet: Bullet
    earlier: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Perspective:
    """One of the four, with its KPIs."""

    name: Say
    kpis: tuple[Kpi, ...]


def compose_scorecard(rows: Sequence[Row]) -> tuple[Perspective, ...]:
    """The four perspectives; each KPI with its latest measured year (else its latest period)."""
    latest = latest_rows(rows)
    placed = {code: [row for row in latest if row.get("perspective_code") == code] for code in PERSPECTIVES}
    return tuple(
        Perspective(say(f"perspective.{code}"), tuple(_kpi(row, rows) for row in placed[code])) for code in PERSPECTIVES
    )


def latest_rows(rows: Sequence[Row]) -> list[Row]:
    """The company's row of each KPI that the page shows, in the order of their ids."""
    by_kpi: dict[str, list[Row]] = {}
    for row in rows:
        if row.get("org_unit_id") in (None, "company"):
            by_kpi.setdefault(str(row.get("kpi_id")), []).append(row)
    return [_latest(by_kpi[kpi]) for kpi in sorted(by_kpi)]


def _latest(rows: Sequence[Row]) -> Row:
    """Years before quarters, measured before not measured, late before early."""
    return max(rows, key=lambda r: (r.get("period_kind") == "year", _is_told(r), str(r.get("period_id"))))


def _is_told(row: Row) -> bool:
    return finite(row.get("reported_value")) is not None or row.get("status_code") == ScoreStatus.NOT_SCORABLE


def _spell(row: Mapping[str, object], column: str) -> str:
    value = row.get(column)
    return percent(value) if row.get("unit_code") == "share" else number(value)


def _span(row: Row, lower: str, upper: str) -> str:
    if row.get("unit_code") == "share":
        return interval(row.get(lower), row.get(upper))
    low, high = number(row.get(lower)), number(row.get(upper))
    return DASH if DASH in (low, high) else f"{low}{DASH}{high}"


def _kpi(row: Row, rows: Sequence[Row]) -> Kpi:
    status = str(row.get("status_code"))
    status = status if status in set(ScoreStatus) else ScoreStatus.NOT_MEASURED
    score = finite(row.get("score"))
    return Kpi(
        kpi_id=inert(row.get("kpi_id")),
        name=both(row, "kpi_name"),
        period=inert(row.get("period_id")),
        value=_spell(row, "reported_value"),
        interval=_span(row, "lower_value", "upper_value"),
        adjusted=_spell(row, "adjusted_value"),
        adjusted_interval=_span(row, "adjusted_lower_value", "adjusted_upper_value"),
        status=status,
        status_text=say(f"status.{status}"),
        floor=_spell(row, "floor_value"),
        target=_spell(row, "target_value"),
        is_low_good=str(row.get("direction")) == "low_good",
        score=DASH if score is None else f"{score:.0f}",
        n=number(row.get("n")),
        gate=_gate(row),
        bullet=_bullet(row),
        earlier=_earlier(row, rows),
    )


GATES = (
    "figure_without_answers", "unit_error", "scored_as_adjusted", "conflict_of_interest", "figure_only", "never_green",
    "customers_did_not_succeed",
)  # fmt: skip


def _gate(row: Row) -> Say | None:
    code = str(row.get("gate_code") or "")
    if not code or code == "none":
        return None
    return (
        say(f"gate.{code}") if code in GATES else say("gate.other", reason=inert(row.get("gate_reason") or code, 200))
    )


def _bullet(row: Row) -> Bullet:
    columns = (
        "reported_value",
        "adjusted_value",
        "adjusted_lower_value",
        "adjusted_upper_value",
        "floor_value",
        "target_value",
    )
    values = [finite(row.get(column)) for column in columns]
    known = [value for value in [*values, finite(row.get("stretch_value"))] if value is not None]
    low, high = min(known, default=0.0), max(known, default=1.0)
    width = (high - low) or 1.0
    return Bullet(*(None if value is None else round(4 + 92 * (value - low) / width, 2) for value in values))


def _earlier(shown: Row, rows: Sequence[Row]) -> tuple[tuple[str, str], ...]:
    """Up to four measured periods of the same kind before the one that is shown."""
    same = ("kpi_id", "org_unit_id", "period_kind")
    alike = [row for row in rows if all(row.get(column) == shown.get(column) for column in same)]
    measured = [row for row in alike if finite(row.get("reported_value")) is not None]
    before = [row for row in measured if str(row.get("period_id")) < str(shown.get("period_id"))]
    before.sort(key=lambda row: str(row.get("period_id")))
    return tuple((inert(row.get("period_id")), _spell(row, "reported_value")) for row in before[-4:])
