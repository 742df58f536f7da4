"""One KPI of one year as text: actual, interval, target, score, status, coverage, gate, and its bullet chart.

Belongs here: how a value is spelled in its unit, the geometry of the bullet.
Elsewhere: which KPIs stand where (scorecard); values, scores, statuses and gates (dbt's mart_scorecard).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.report.words import (
    DASH,
    NARROW,
    Both,
    Say,
    Value,
    both,
    finite,
    inert,
    interval,
    number,
    percent,
    say,
    sentences,
)
from pipelines.vocabulary import Gate, ScoreStatus

Row = dict[str, object]
SIGNS = {"per_mille": f"{NARROW}‰", "ppm": f"{NARROW}ppm"}


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
    """One KPI of one year, as text."""

    kpi_id: str
    name: Both
    value: str
    interval: str
    adjusted: str
    adjusted_interval: str
    status: str
    status_text: Say
    floor: str
    target: str
    is_low_good: bool
    weight: str
    effective_weight: str
    score: str
    n: str
    coverage: str
    gate: Value
    bullet: Bullet
    earlier: tuple[str, str] | None


def compose_kpi(row: Row, reasons: Mapping[object, Both], earlier: Row | None = None) -> Kpi:
    """The KPI of a row; `earlier` is its last measured year, told where the shown one has no value."""
    status, score = status_code(row), finite(row.get("score"))
    return Kpi(
        kpi_id=inert(row.get("kpi_id")),
        name=both(row, "kpi_name"),
        value=spell(row, "reported_value"),
        interval=_span(row, "lower_value", "upper_value"),
        adjusted=spell(row, "adjusted_value"),
        adjusted_interval=_span(row, "adjusted_lower_value", "adjusted_upper_value"),
        status=status,
        status_text=say(f"status.{status}"),
        floor=spell(row, "floor_value"),
        target=spell(row, "target_value"),
        is_low_good=str(row.get("direction")) == "low_good",
        weight=number(row.get("weight")),
        effective_weight=number(row.get("effective_weight")),
        score=DASH if score is None else f"{score:.0f}",
        n=number(row.get("n")) if row.get("n") else DASH,
        coverage=percent(row.get("coverage_share")) if finite(row.get("reported_value")) is not None else DASH,
        gate=_gate(row, reasons),
        bullet=_bullet(row),
        earlier=(inert(earlier.get("period_id")), spell(earlier, "reported_value")) if earlier else None,
    )


def status_code(row: Mapping[str, object]) -> str:
    """The status of a KPI, a perspective or the total; an unknown one claims nothing."""
    status = str(row.get("status_code"))
    return status if status in set(ScoreStatus) else ScoreStatus.NOT_MEASURED


def spell(row: Mapping[str, object], column: str) -> str:
    """A value in the unit of its KPI."""
    if row.get("unit_code") == "share":
        return percent(row.get(column))
    text = number(row.get(column))
    return text if text == DASH else text + SIGNS.get(str(row.get("unit_code")), "")


def _span(row: Row, lower: str, upper: str) -> str:
    if row.get("unit_code") == "share":
        return interval(row.get(lower), row.get(upper))
    low, high = number(row.get(lower)), number(row.get(upper))
    return DASH if DASH in (low, high) else f"{low}{DASH}{high}"


def _gate(row: Row, reasons: Mapping[object, Both]) -> Value:
    """What the gate did and why, or nothing."""
    code = str(row.get("gate_code") or "")
    if not code or code == "none":
        return ""
    if code in set(Gate):
        return sentences(say(f"gate.{code}"), reasons.get(row.get("gate_reason")))
    return say("gate.other", reason=inert(row.get("gate_reason") or code, 200))


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
