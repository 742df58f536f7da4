"""Is satisfaction fit to be paid on, and how far has customer orientation landed? Two lists of conditions.

Belongs here: the words and figures of each condition of pay and each criterion of implementation.
Elsewhere: how they are judged (dbt's mart_incentive_readiness and mart_maturity).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.report.kpi_sources import CONDITION_FEEDS, CRITERION_FEEDS
from pipelines.report.words import DASH, Say, Value, finite, number, percent, say, say_count, sentences, whole
from pipelines.vocabulary import Readiness, Reason, ScoreStatus

Row = dict[str, object]
FITNESS = ("fit", "not_fit", "unknown")
FEWEST = 5
"""Criteria of ten that must be measured before their mean is told; half, as in a perspective of the scorecard."""


@dataclass(frozen=True)
class Condition:
    """One condition of pay: what it asks, what was measured, and whether it is met."""

    code: str
    text: Say
    measured: str
    limit: Say
    status: str
    status_text: Say
    feeds: str


@dataclass(frozen=True)
class Pay:
    """Whether pay may hang on the satisfaction figure."""

    fitness: str
    fitness_text: Say
    why: Value
    conditions: tuple[Condition, ...]

    @property
    def failed(self) -> tuple[Condition, ...]:
        """The conditions that fail."""
        return tuple(condition for condition in self.conditions if condition.status == Readiness.FAILED)


@dataclass(frozen=True)
class Criterion:
    """One criterion of implementation, from 0 to 100; `score_to` in percent, None where it was not measured."""

    code: str
    text: Say
    score: str
    score_to: float | None
    feeds: str


@dataclass(frozen=True)
class Maturity:
    """How far customer orientation has landed."""

    index: Say
    note: Say
    criteria: tuple[Criterion, ...]


def compose_pay(rows: Sequence[Row], records: Sequence[Row], headline: Row) -> Pay:
    """The conditions of pay in the headline's year; failed ones come first, then those that nobody measured."""
    year = str(headline.get("period_id") or "")
    shown = [row for row in rows if row.get("period_id") == year and row.get("condition_code") in CONDITION_FEEDS]
    shown.sort(key=lambda row: (_RANK.get(str(row.get("readiness_code")), 1), whole(row.get("condition_no"))))
    failed = sum(row.get("readiness_code") == Readiness.FAILED for row in shown)
    unknown = sum(row.get("readiness_code") == Readiness.NOT_MEASURED for row in shown)
    is_fit = bool(shown) and all(row.get("is_fit_to_pay_on") is True for row in shown)
    is_scorable = headline.get("satisfaction_status_code") != ScoreStatus.NOT_SCORABLE
    fitness = "not_fit" if failed or not is_scorable else "fit" if is_fit else "unknown"
    return Pay(
        fitness=fitness,
        fitness_text=say(f"pay.{fitness}"),
        why=sentences(_why(fitness, failed, unknown), say("pay.paid") if _is_paid(records, year) else None),
        conditions=tuple(_condition(row) for row in shown),
    )


_RANK: dict[str, int] = {Readiness.FAILED: 0, Readiness.NOT_MEASURED: 1, Readiness.MET: 2}


def _is_paid(records: Sequence[Row], year: str) -> bool:
    """Whether a check of the scorecard found pay or appraisal hanging on a figure in doubt."""
    paid = [row for row in records if row.get("reason_code") == Reason.PAID_ON_FLAGGED_FIGURE]
    return any(str(row.get("first_period_id")) <= year <= str(row.get("last_period_id")) for row in paid)


def _why(fitness: str, failed: int, unknown: int) -> Say:
    if fitness == "fit":
        return say("pay.fit.why")
    if fitness == "unknown":
        return say_count("pay.unknown.why", unknown)
    return say_count("pay.not_fit.why", failed) if failed else say("pay.not_fit.not_scorable")


def _condition(row: Row) -> Condition:
    code, status = str(row.get("condition_code")), str(row.get("readiness_code"))
    status = status if status in set(Readiness) else Readiness.NOT_MEASURED
    spelled = number if code == "no_suspicious_unit" else percent
    bound = "limit.at_least" if row.get("comparison_code") == "at_least" else "limit.at_most"
    above_nothing = say("limit.above_zero")
    return Condition(
        code=code,
        text=say(f"condition.{code}"),
        measured=spelled(row.get("measured_value")),
        limit=above_nothing if code == "loss_weighs" else say(bound, limit=spelled(row.get("limit_value"))),
        status=status,
        status_text=say(f"readiness.{status}"),
        feeds=", ".join(CONDITION_FEEDS[code]) if status == Readiness.NOT_MEASURED else "",
    )


def compose_maturity(rows: Sequence[Row], year: str) -> Maturity:
    """The ten criteria in `year`, weakest first; those that nobody measured stand last and count for nothing."""
    shown = [row for row in rows if row.get("period_id") == year and row.get("criterion_code") in CRITERION_FEEDS]
    shown.sort(key=lambda row: (_or_last(row.get("criterion_score")), whole(row.get("criterion_no"))))
    measured = sum(finite(row.get("criterion_score")) is not None for row in shown)
    index = finite(shown[0].get("maturity_index")) if measured >= FEWEST else None
    return Maturity(
        index=say("maturity.none") if index is None else say("maturity.index", index=f"{index:.0f}"),
        note=say("maturity.too_few" if index is None else "maturity.measured", n=number(measured)),
        criteria=tuple(_criterion(row) for row in shown),
    )


def _or_last(value: object) -> float:
    found = finite(value)
    return float("inf") if found is None else found


def _criterion(row: Row) -> Criterion:
    code, score = str(row.get("criterion_code")), finite(row.get("criterion_score"))
    return Criterion(
        code=code,
        text=say(f"criterion.{code}"),
        score=DASH if score is None else f"{score:.0f}",
        score_to=None if score is None else round(min(max(score, 0.0), 100.0), 2),
        feeds=", ".join(CRITERION_FEEDS[code]) if score is None else "",
    )
