"""The scorecard of one year: a total with its success gate, four perspectives, and the KPIs of each in three groups.

Belongs here: which KPIs are scored, which have a value alone, which were not measured; what the total says of its gate.
Elsewhere: one KPI as text (kpis); values, scores, statuses and gates (dbt's scorecard marts).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.report.kpis import Kpi, compose_kpi, status_code
from pipelines.report.words import DASH, Both, Say, Value, finite, inert, number, percent, points, say, sentences, whole
from pipelines.vocabulary import Gate, ScoreStatus

Row = dict[str, object]
PERSPECTIVES = ("finance", "customer", "process", "growth")


@dataclass(frozen=True)
class Perspective:
    """One of the four: its score, and its KPIs with a target, with a value alone, and without a value."""

    name: Say
    weight: str
    score: str
    status: str
    status_text: Say
    measured: str
    scored: tuple[Kpi, ...]
    untargeted: tuple[Kpi, ...]
    unmeasured: tuple[Kpi, ...]


@dataclass(frozen=True)
class Total:
    """The score of the whole, what of its weight was measured, and what the success gate does to it."""

    score: str
    status: str
    status_text: Say
    measured: str
    is_capped: bool
    gate: Value


@dataclass(frozen=True)
class Scorecard:
    """The scorecard of the year that speaks."""

    year: str
    total: Total
    perspectives: tuple[Perspective, ...]


def compose_scorecard(marts: Mapping[str, list[Row]], year: str, reasons: Mapping[object, Both]) -> Scorecard:
    """The scorecard of `year`; a KPI without a value there tells its last measured year beside it."""
    rows = [row for row in marts["scorecard"] if row.get("period_id") == year]
    rows.sort(key=lambda row: str(row.get("kpi_id")))
    earlier = _last_measured(marts["scorecard"], year)
    scores = {row.get("perspective_code"): row for row in marts["perspectives"] if row.get("period_id") == year}
    total = next((row for row in marts["totals"] if row.get("period_id") == year), {})
    placed = {code: [row for row in rows if row.get("perspective_code") == code] for code in PERSPECTIVES}
    return Scorecard(
        year=inert(year),
        total=_total(total),
        perspectives=tuple(
            _perspective(code, scores.get(code, {}), placed[code], earlier, reasons) for code in PERSPECTIVES
        ),
    )


def is_measured(row: Row) -> bool:
    """Whether a KPI has a value, or is kept from one by a gate."""
    return finite(row.get("reported_value")) is not None or row.get("status_code") == ScoreStatus.NOT_SCORABLE


def _last_measured(rows: Sequence[Row], year: str) -> dict[object, Row]:
    """The last year before `year` in which a KPI has a value."""
    before = [r for r in rows if str(r.get("period_id")) < year and finite(r.get("reported_value")) is not None]
    return {row.get("kpi_id"): row for row in sorted(before, key=lambda row: str(row.get("period_id")))}


def _has_target(row: Row) -> bool:
    return finite(row.get("target_value")) is not None


def _perspective(
    code: str, score: Row, rows: Sequence[Row], earlier: Mapping[object, Row], reasons: Mapping[object, Both]
) -> Perspective:
    status = status_code(score) if score else ScoreStatus.NOT_MEASURED
    told = [compose_kpi(row, reasons, None if is_measured(row) else earlier.get(row.get("kpi_id"))) for row in rows]
    pairs = list(zip(rows, told, strict=True))
    return Perspective(
        name=say(f"perspective.{code}"),
        weight=number(score.get("perspective_weight")),
        score=_score(score.get("score")),
        status=status,
        status_text=say(f"status.{status}"),
        measured=percent(score.get("measured_weight_share")),
        scored=tuple(kpi for row, kpi in pairs if _has_target(row)),
        untargeted=tuple(kpi for row, kpi in pairs if not _has_target(row) and is_measured(row)),
        unmeasured=tuple(kpi for row, kpi in pairs if not _has_target(row) and not is_measured(row)),
    )


def _score(value: object) -> str:
    score = finite(value)
    return DASH if score is None else f"{score:.0f}"


def _total(row: Row) -> Total:
    status = status_code(row) if row else ScoreStatus.NOT_RATED
    score, uncapped = _score(row.get("score")), _score(row.get("uncapped_score"))
    without = say("scorecard.capped", uncapped=uncapped) if score != uncapped else None
    return Total(
        score=score,
        status=status,
        status_text=say(f"status.{status}"),
        measured=percent(row.get("measured_weight_share")),
        is_capped=row.get("gate_code") == Gate.CUSTOMERS_DID_NOT_SUCCEED,
        gate=sentences(_success_gate(row), without),
    )


def _success_gate(row: Row) -> Say:
    """What the success gate says: nothing to judge by, customers that did not succeed, too few of them, or passed."""
    index, floor = finite(row.get("success_index")), finite(row.get("success_floor"))
    if index is None or floor is None:
        return say("success.not_measured")
    values = {
        "index": points(index),
        "floor": points(floor),
        "customers": number(whole(row.get("success_customer_count"))),
    }
    if row.get("gate_code") == Gate.CUSTOMERS_DID_NOT_SUCCEED:
        return say("success.failed", cap=number(row.get("success_cap")), **values)
    return say("success.too_few" if index < floor else "success.passed", **values)
