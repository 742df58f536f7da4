"""The first minute: one sentence, three figures, the years, and whether the figure is fit to be scored.

Belongs here: which sentence the headline rows amount to.
Elsewhere: the chart by year (years), units and their reasons (suspicion), numbers and words (words).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.report.words import Say, Value, finite, inert, interval, money, number, percent, say, say_count, whole
from pipelines.report.years import Chart, compose_chart, evidence, is_estimable, latest_year
from pipelines.vocabulary import Implementation, ScoreStatus

Row = dict[str, object]
SATISFACTION = ("scorable", ScoreStatus.NOT_SCORABLE, ScoreStatus.NOT_MEASURED)
BECAUSE = (
    "uniform_without_answers", "two_periods", "adjusted_below_floor", "not_measured", "only_a_published_figure",
    "no_independent_answers", "no_loss_feed", "no_revenue", "no_target", "loss_above_limit", "outcome_evidence",
    "nothing_found",
)  # fmt: skip
"""Reasons that mart_headline gives for what it says of the implementation."""


@dataclass(frozen=True)
class Headline:
    """What the top of the page says."""

    sentence: Say
    details: tuple[Say, ...]
    reported: Value
    reported_note: Say
    evidence: Value
    evidence_note: Say
    loss: Value
    loss_note: Say
    satisfaction: Say
    satisfaction_code: str
    satisfaction_why: Say
    implementation: Say
    implementation_code: str
    implementation_why: Say
    chart: Chart


def compose_headline(rows: Sequence[Row], data_through: object) -> Headline:
    """The headline over the company's years; the latest year with a figure speaks."""
    years = sorted(rows, key=lambda row: str(row.get("period_id")))
    latest = latest_year(rows)
    satisfaction, implementation = _codes(latest)
    return Headline(
        sentence=_sentence(latest, _streak(years)),
        details=_details(latest),
        reported=_or_nothing(latest, "reported_share"),
        reported_note=_reported_note(latest),
        evidence=evidence(latest),
        evidence_note=_evidence_note(latest),
        loss=_loss(latest),
        loss_note=_loss_note(latest),
        satisfaction=say(f"satisfaction.{satisfaction}"),
        satisfaction_code=satisfaction,
        satisfaction_why=_satisfaction_why(satisfaction, latest),
        implementation=say(f"implementation.{implementation}"),
        implementation_code=implementation,
        implementation_why=_implementation_why(latest),
        chart=compose_chart(years, data_through),
    )


def _codes(latest: Row) -> tuple[str, str]:
    satisfaction, implementation = latest.get("satisfaction_status_code"), latest.get("implementation_code")
    return (
        str(satisfaction) if satisfaction in SATISFACTION else ScoreStatus.NOT_MEASURED,
        str(implementation) if implementation in set(Implementation) else Implementation.CANNOT_TELL,
    )


def _implementation_why(latest: Row) -> Say:
    reason = str(latest.get("implementation_reason"))
    return say(f"because.{reason}" if reason in BECAUSE else "because.other")


def _is_figure_only(row: Row) -> bool:
    return row.get("reported_origin") == "published_figure"


def _streak(years: Sequence[Row]) -> int:
    """How many years in a row, up to the latest, report the best possible figure without answers behind it."""
    count = 0
    for row in reversed([row for row in years if finite(row.get("reported_share")) is not None]):
        if not (_is_figure_only(row) and finite(row.get("reported_share")) == 1):
            break
        count += 1
    return count


def _sentence(latest: Row, streak: int) -> Say:
    reported, year = finite(latest.get("reported_share")), inert(latest.get("period_id"))
    values: dict[str, Value] = {"reported": percent(reported), "year": year}
    if reported is None:
        return say("headline.no_figure")
    if streak:
        return say_count("headline.uniform_without_answers", streak, **values)
    if not is_estimable(latest):
        return say("headline.not_estimable", **values)
    upper = latest.get("adjusted_upper_share")
    values["interval"] = interval(latest.get("adjusted_lower_share"), upper)
    if reported > (finite(upper) or 0):
        return say("headline.below", **values)
    is_contradicted = latest.get("satisfaction_status_code") == ScoreStatus.NOT_SCORABLE
    return say("headline.contradicted" if is_contradicted else "headline.within", **values)


def _details(latest: Row) -> tuple[Say, ...]:
    """The sentences under the headline: losses, units."""
    details: list[Say] = []
    share, limit = finite(latest.get("external_failure_cost_share")), finite(latest.get("external_failure_cost_limit"))
    if share is not None and limit is not None:
        key = "detail.loss_above" if share > limit else "detail.loss_within"
        details.append(say(key, year=inert(latest.get("period_id")), share=percent(share), limit=percent(limit)))
    if (units := whole(latest.get("unit_count"))) > 1:
        found = whole(latest.get("suspicious_unit_count"))
        cannot = whole(latest.get("cannot_tell_unit_count"))
        details.append(say("detail.units", n=number(units), found=number(found), cannot=number(cannot)))
    return tuple(details)


def _or_nothing(row: Row, column: str) -> Value:
    return percent(row[column]) if finite(row.get(column)) is not None else say("figure.none")


def _reported_note(row: Row) -> Say:
    if finite(row.get("reported_share")) is None:
        return say("reported.none")
    if _is_figure_only(row):
        return say("reported.figure_only")
    return say_count("reported.answers", whole(row.get("reported_count")))


def _evidence_note(row: Row) -> Say:
    if not is_estimable(row):
        return say("evidence.not_estimable.why")
    return say("evidence.interval", adjusted=percent(row.get("adjusted_share")))


def _loss(row: Row) -> Value:
    if finite(row.get("external_failure_cost_share")) is not None:
        return percent(row["external_failure_cost_share"])
    amount = finite(row.get("external_failure_cost_amount"))
    return (
        say("figure.none") if amount is None else money(row["external_failure_cost_amount"], row.get("currency_code"))
    )


def _loss_note(row: Row) -> Say:
    if finite(row.get("external_failure_cost_amount")) is None:
        return say("loss.none")
    amount = money(row["external_failure_cost_amount"], row.get("currency_code"))
    if finite(row.get("external_failure_cost_share")) is None:
        return say("loss.no_revenue")
    return say("loss.of_revenue", amount=amount, limit=percent(row.get("external_failure_cost_limit")))


def _satisfaction_why(code: str, row: Row) -> Say:
    if code == ScoreStatus.NOT_SCORABLE and _is_figure_only(row):
        return say("satisfaction.not_scorable.figure")
    if code == "scorable" and not is_estimable(row):
        return say("satisfaction.scorable.unconfirmed")
    return say(f"satisfaction.{code}.why")
