"""What to do next: a few steps, from rules over what the build found.

Belongs here: the rules and their order.
Elsewhere: their words (messages/*.yml), what was found (the other sections).
"""

from collections.abc import Iterator, Mapping

from pipelines.report.executives import THIRD
from pipelines.report.kpi_sources import FEEDS
from pipelines.report.scorecard import PERSPECTIVES, is_measured
from pipelines.report.words import Say, both, finite, inert, say, say_count, whole
from pipelines.report.years import latest_year
from pipelines.vocabulary import BatchStatus, Conclusion, Reason, ScoreStatus

Row = dict[str, object]
MOST = 7


def compose_next_steps(marts: Mapping[str, list[Row]]) -> tuple[Say, ...]:
    """At most seven steps, the most urgent first."""
    latest = latest_year(marts["headline"])
    kpis = [row for row in marts["scorecard"] if row.get("period_id") == latest.get("period_id")]
    loss = _loss(latest, marts["batches"])
    steps = (*_figure(latest), *_units(marts["conclusions"]), *loss, *_time(kpis))
    return (*steps, *_files(marts["batches"]), *_kpis(kpis))[:MOST]


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


def _loss(latest: Row, batches: list[Row]) -> Iterator[Say]:
    """Steps about the losses. Invoices that were handed over are not asked for again."""
    share, limit = finite(latest.get("external_failure_cost_share")), finite(latest.get("external_failure_cost_limit"))
    if finite(latest.get("external_failure_cost_amount")) is None:
        yield say("next.loss_feed")
    elif share is None:
        invoices = [row for row in batches if (row.get("feed"), row.get("table_name")) == ("finance", "invoice")]
        has_invoices = any(whole(row.get("loaded_count")) for row in invoices)
        yield say("next.revenue_rates" if has_invoices else "next.revenue_feed")
    elif limit is not None and share > limit:
        yield say("next.weigh_loss")


def _files(batches: list[Row]) -> Iterator[Say]:
    """Steps about what was handed over and not taken."""
    if stopped := sum(row.get("status") in (BatchStatus.HELD, BatchStatus.REFUSED) for row in batches):
        yield say_count("next.files", stopped)
    if rows := sum(whole(row.get("quarantined_count")) for row in batches):
        yield say_count("next.quarantine", rows)


def _time(kpis: list[Row]) -> Iterator[Say]:
    """The step about executives' time."""
    shares = [finite(row.get("reported_value")) for row in kpis if row.get("kpi_id") == "G01"]
    if any(share is not None and round(share, 9) < round(THIRD, 9) for share in shares):
        yield say("next.executives")


def _kpis(kpis: list[Row]) -> Iterator[Say]:
    """Steps about KPIs with a target and no value, and about those with a value and no target."""
    for row in kpis:
        kpi = inert(row.get("kpi_id"))
        if finite(row.get("target_value")) is not None and not is_measured(row) and kpi in FEEDS:
            yield say("next.measure", kpi=both(row, "kpi_name"), feeds=", ".join(FEEDS[kpi]))
    if untargeted := sum(row.get("status_code") == ScoreStatus.NO_TARGET and _is_weighable(row) for row in kpis):
        yield say_count("next.target", untargeted)


def _is_weighable(row: Row) -> bool:
    """Whether a KPI may carry weight: those that gate or annotate do not."""
    return row.get("perspective_code") in PERSPECTIVES and is_measured(row)
