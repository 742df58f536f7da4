"""The years side by side: what is reported, what the evidence allows, what was paid for.

Belongs here: which year speaks; the geometry of the chart by year, in percent of its width.
Elsewhere: the sentence that the years amount to (headline), how they are drawn (templates/page.html).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.report.words import Value, finite, inert, interval, money, percent, say

Row = dict[str, object]


@dataclass(frozen=True)
class Year:
    """One year: numbers as text, and places in percent of the chart's width (None where there is nothing to draw)."""

    label: str
    is_running: bool
    reported: str
    evidence: Value
    loss: str
    loss_share: str
    reported_at: float | None
    adjusted_at: float | None
    lower_at: float | None
    upper_at: float | None
    loss_to: float | None
    is_over_limit: bool


@dataclass(frozen=True)
class Chart:
    """All years on two common axes: ticks as label and place, the limit of the losses as text and place."""

    years: tuple[Year, ...]
    ticks: tuple[tuple[str, float], ...]
    limit: str
    limit_at: float | None


def latest_year(rows: Sequence[Row]) -> Row:
    """The year that speaks: the latest one with a satisfaction figure, else the latest, else an empty row."""
    years = sorted(rows, key=lambda row: str(row.get("period_id")))
    with_figure = [row for row in years if finite(row.get("reported_share")) is not None]
    return (with_figure or years or [{}])[-1]


def compose_chart(rows: Sequence[Row], data_through: object) -> Chart:
    """The chart of the company's years; the limit is the latest one."""
    rows = _told(rows)
    low, top = _scale(rows), _loss_top(rows)
    limit = finite(rows[-1].get("external_failure_cost_limit")) if rows else None
    return Chart(
        years=tuple(_year(row, low, top, data_through) for row in rows),
        ticks=tuple((str(tick), _at(tick / 100, low) or 0.0) for tick in _ticks(low)),
        limit=percent(limit),
        limit_at=None if limit is None else _loss_at(limit, top),
    )


def is_estimable(row: Row) -> bool:
    """Whether the evidence allows an interval at all."""
    return finite(row.get("adjusted_lower_share")) is not None and finite(row.get("adjusted_upper_share")) is not None


def evidence(row: Row) -> Value:
    """What the evidence allows, as an interval or in words."""
    if not is_estimable(row):
        return say("evidence.not_estimable")
    return interval(row.get("adjusted_lower_share"), row.get("adjusted_upper_share"))


def _year(row: Row, low: float, top: float, data_through: object) -> Year:
    label, limit = inert(row.get("period_id")), finite(row.get("external_failure_cost_limit"))
    share = finite(row.get("external_failure_cost_share"))
    return Year(
        label=label,
        is_running=label <= str(data_through or "") < f"{label}-12-15",
        reported=percent(row.get("reported_share")),
        evidence=evidence(row),
        loss=money(row.get("external_failure_cost_amount"), row.get("currency_code")),
        loss_share=percent(share),
        reported_at=_at(row.get("reported_share"), low),
        adjusted_at=_at(row.get("adjusted_share"), low),
        lower_at=_at(row.get("adjusted_lower_share"), low),
        upper_at=_at(row.get("adjusted_upper_share"), low),
        loss_to=None if share is None else _loss_at(share, top),
        is_over_limit=share is not None and limit is not None and share > limit,
    )


def _told(rows: Sequence[Row]) -> Sequence[Row]:
    """The years from the first to the last that say anything."""
    columns = ("reported_share", "external_failure_cost_amount")
    telling = [i for i, row in enumerate(rows) if any(finite(row.get(column)) is not None for column in columns)]
    return rows[telling[0] : telling[-1] + 1] if telling else ()


def _scale(years: Sequence[Row]) -> float:
    """The left end of the satisfaction axis: the quarter or the half under the lowest figure."""
    columns = ("reported_share", "adjusted_lower_share")
    found = [value for row in years for column in columns if (value := finite(row.get(column))) is not None]
    lowest = min(found, default=1.0)
    return next((low for low in (0.5, 0.25) if lowest >= low + 0.02), 0.0)


def _ticks(low: float) -> range:
    return range(round(low * 100), 101, 10 if low > 0.3 else 25)


def _at(value: object, low: float) -> float | None:
    """The place of a share on the satisfaction axis, in percent of its width."""
    share = finite(value)
    if share is None:
        return None
    return round(2 + 96 * (min(max(share, low), 1) - low) / (1 - low), 2)


def _loss_top(years: Sequence[Row]) -> float:
    columns = ("external_failure_cost_share", "external_failure_cost_limit")
    found = [value for row in years for column in columns if (value := finite(row.get(column))) is not None]
    return max(found, default=0) or 1.0


def _loss_at(share: float, top: float) -> float:
    return round(96 * max(share, 0.0) / top, 2)
