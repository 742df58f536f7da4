"""What to do next: a few steps, from rules over what the build found.

Belongs here: the rules and their order.
Elsewhere: their words (messages/*.yml), what was found (the other sections).
"""

from collections.abc import Iterator, Mapping

from pipelines.report.scorecard import FEEDS, latest_rows
from pipelines.report.words import Say, finite, inert, say, say_count, whole
from pipelines.vocabulary import BatchStatus, Conclusion, Reason, ScoreStatus

Row = dict[str, object]
MOST = 7
THIRD = 0.333
"""The share of executives' time that the essay asks for; below it the KPI is never green."""


def compose_next_steps(marts: Mapping[str, list[Row]]) -> tuple[Say, ...]:
    """At most seven steps, the most urgent first."""
    years = sorted(marts["headline"], key=lambda row: str(row.get("period_id")))
    with_figure = [row for row in years if finite(row.get("reported_share")) is not None]
    latest = (with_figure or years or [{}])[-1]
    steps = (*_figure(latest), *_units(marts["conclusions"]), *_loss(latest), *_files(marts["batches"]))
    return (*steps, *_kpis(marts["scorecard"]))[:MOST]


def _figure(latest: Row) -> Iterator[Say]:
    """Steps about the satisfaction figure itself."""
    if latest.get("satisfaction_status_code") == ScoreStatus.NOT_SCORABLE:
        yield say("next.no_bonus")
    if finite(latest.get("reported_share")) is None:
        yield say("next.no_survey")
    elif latest.get("reported_origin") == "published_figure":
        yield say("next.hand_over_answers")
    if finite(latest.get("adjusted_lower_share")) is None:
        yield say("next.third_party")


def _units(conclusions: list[Row]) -> Iterator[Say]:
    """Steps about the units that deserve a look, and about those of which nothing can be said."""
    look = (Conclusion.ERROR, Conclusion.WARN)
    found = sum(whole(row.get("unit_count")) for row in conclusions if row.get("conclusion_code") in look)
    if found:
        yield say_count("next.back_checks", found)
    few = sum(whole(row.get("unit_count")) for row in conclusions if row.get("reason_code") == Reason.TOO_FEW_ANSWERS)
    if few:
        yield say_count("next.longer_periods", few)


def _loss(latest: Row) -> Iterator[Say]:
    """Steps about the losses."""
    share, limit = finite(latest.get("external_failure_cost_share")), finite(latest.get("external_failure_cost_limit"))
    if finite(latest.get("external_failure_cost_amount")) is None:
        yield say("next.loss_feed")
    elif share is None:
        yield say("next.revenue_feed")
    elif limit is not None and share > limit:
        yield say("next.weigh_loss")


def _files(batches: list[Row]) -> Iterator[Say]:
    """Steps about what was handed over and not taken."""
    if stopped := sum(row.get("status") in (BatchStatus.HELD, BatchStatus.REFUSED) for row in batches):
        yield say_count("next.files", stopped)
    if rows := sum(whole(row.get("quarantined_count")) for row in batches):
        yield say_count("next.quarantine", rows)


def _kpis(scorecard: list[Row]) -> Iterator[Say]:
    """Steps about KPIs without a value or a target, and about executives' time."""
    for row in latest_rows(scorecard):
        kpi, status = inert(row.get("kpi_id")), row.get("status_code")
        if status == ScoreStatus.NOT_MEASURED and kpi in FEEDS:
            yield say("next.measure", kpi=kpi, feeds=", ".join(FEEDS[kpi]))
        elif status == ScoreStatus.NO_TARGET:
            yield say("next.target", kpi=kpi)
        elif kpi == "G01" and (value := finite(row.get("reported_value"))) is not None and value < THIRD:
            yield say("next.executives")
