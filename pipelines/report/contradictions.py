"""The contradictions of the year that speaks, in plain words: what is claimed, what speaks against it, where to look.

Belongs here: which claims are held against which figures, and in which order they are told.
Elsewhere: the figures (published marts), units by themselves (suspicion), sentences (messages/*.yml).

What contradicts satisfaction comes before what contradicts other records; within each, the contradiction that takes
more of its claim away comes first. The gap is the part of the claim, from 0 to 1, that the evidence does not carry.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipelines.report.losses import Losses
from pipelines.report.words import Say, Value, finite, inert, number, percent, say, whole

Row = dict[str, object]
SHOWN = 5
BRANCH_KPIS = ("C14", "I05", "I06", "P11")
SECTIONS = {
    "mart_external_failure_cost": "h-losses",
    "mart_headline": "h-look",
    "fct_verdict": "h-look",
    "I05": "h-pay",
    "I06": "h-pay",
    "mart_customer_value": "h-maturity",
}
"""Where the page itself says more of a source; all others have their figure on the scorecard."""
FEWEST = 5
"""Branches with fewer cases are not named: one case would make them the worst."""

REFERENCE = """
select left(period_id, 4) as period_id, max(reference_rate) as reference_rate
from fct_finding
where detector_id = 'C1' and reference_rate is not null
group by left(period_id, 4)"""
BRANCHES = f"""
select kpi_id, org_unit_id, period_id, direction, reported_value, n, dim_org_unit.org_unit_name
from mart_scorecard
inner join dim_org_unit using (org_unit_id)
where period_kind = 'year' and org_unit_id <> 'company' and reported_value is not null
    and kpi_id in ({", ".join(f"'{kpi}'" for kpi in BRANCH_KPIS)})
order by kpi_id, period_id, org_unit_id"""


@dataclass(frozen=True)
class Contradiction:
    """One contradiction: what is said, what speaks against it, where to look; `gap` ranks it, `section` says more."""

    claim: Say
    evidence: Say
    gap: float
    place: Say | None
    source: str
    section: str


@dataclass(frozen=True)
class _Case:
    """What all contradictions are drawn from."""

    year: str
    headline: Row
    kpis: Mapping[object, Row]
    marts: Mapping[str, list[Row]]
    losses: Losses

    def of_year(self, name: str) -> Row:
        return next((row for row in self.marts[name] if row.get("period_id") == self.year), {})


def compose_contradictions(marts: Mapping[str, list[Row]], headline: Row, losses: Losses) -> tuple[Contradiction, ...]:
    """All contradictions of the headline's year, the heaviest first."""
    year = str(headline.get("period_id") or "")
    kpis = {row.get("kpi_id"): row for row in marts["scorecard"] if row.get("period_id") == year}
    case = _Case(year, headline, kpis, marts, losses)
    of_satisfaction = [*_figure(case), *_losses(case), *_customers(case)]
    of_records = [*_records(case), *_claims(case)]
    by_gap = [sorted(found, key=lambda one: -one.gap) for found in (of_satisfaction, of_records)]
    return (*by_gap[0], *by_gap[1])


def _make(key: str, gap: float, source: str, place: Say | None = None, **values: Value) -> Contradiction:
    claim, evidence = (say(f"contradiction.{key}.{part}", **values) for part in ("claim", "evidence"))
    return Contradiction(claim, evidence, gap, place, source, SECTIONS.get(source, "h-scorecard"))


def _figure(case: _Case) -> Iterator[Contradiction]:
    """The reported figure against what the evidence allows, or against there being no answers at all."""
    reported, upper = finite(case.headline.get("reported_share")), finite(case.headline.get("adjusted_upper_share"))
    if reported is None:
        return
    if case.headline.get("reported_origin") == "published_figure":
        yield _make("without_answers", reported, "survey/published_result", reported=percent(reported))
    owners = _owners(case.marts["looks"], case.year)
    warned, judged = whole(case.headline.get("warn_unit_count")), whole(case.headline.get("unit_count"))
    if upper is not None and reported > upper:
        said, allowed = percent(reported), percent(upper)
        yield _make("above_evidence", reported - upper, "mart_headline", owners, reported=said, upper=allowed)
    elif warned and judged:
        yield _make("units", warned / judged, "fct_verdict", owners, n=number(warned), judged=number(judged))


def _losses(case: _Case) -> Iterator[Contradiction]:
    """The reported figure against what faults have cost."""
    row = case.headline
    reported, share, limit = (
        finite(row.get(column))
        for column in ("reported_share", "external_failure_cost_share", "external_failure_cost_limit")
    )
    if reported is None or share is None or limit is None or share <= limit:
        return
    top = [part.text for part in case.losses.accounts[:2]] + [part.text for part in case.losses.products[:1]]
    place = say("place.named", names=", ".join(str(name) for name in top)) if top else None
    yield _make(
        "loss", 1 - limit / share, "mart_external_failure_cost", place,
        reported=percent(reported), amount=case.losses.amount, share=percent(share), limit=percent(limit),
    )  # fmt: skip


def _customers(case: _Case) -> Iterator[Contradiction]:
    """The reported figure against what customers say and do elsewhere."""
    reported = finite(case.headline.get("reported_share"))
    portal, kept = _value(case, "C14"), _value(case, "C06")
    if reported is not None and portal is not None and reported > portal:
        yield _branch(case, "portal", "C14", reported - portal, reported=percent(reported), value=percent(portal))
    if reported is not None and kept is not None and reported > kept:
        yield _make("retention", reported - kept, "C06", reported=percent(reported), value=percent(kept))
    honest, content = finite(case.of_year("reference").get("reference_rate")), _value(case, "I05")
    if honest is not None and content is not None and content > honest:
        yield _branch(case, "after_loss", "I05", content - honest, value=percent(content), honest=percent(honest))
    if wrong := _value(case, "I06"):
        yield _branch(case, "asked_again", "I06", wrong, value=percent(wrong))
    gaps = [row for row in case.marts["perception"] if row.get("period_id") == case.year]
    widest = max(gaps, key=lambda row: finite(row.get("gap_share")) or 0.0, default={})
    if (gap := finite(widest.get("gap_share")) or 0.0) > 0:
        yield _make(
            "perception", gap, "mart_perception_gap", topic=inert(widest.get("topic")),
            internal=percent(widest.get("internal_share")), perceived=percent(widest.get("perceived_share")),
        )  # fmt: skip


def _records(case: _Case) -> Iterator[Contradiction]:
    """What is recorded of complaints against what came in, and against the customer's own word."""
    row = case.of_year("closure")
    received, registered = whole(row.get("received_count")), whole(row.get("mailbox_registered_count"))
    if received > registered:
        yield _make(
            "mailbox", 1 - registered / received, "mart_complaint_closure",
            received=number(received), registered=number(registered),
        )  # fmt: skip
    closed, unconfirmed = whole(row.get("closed_count")), whole(row.get("closed_unconfirmed_count"))
    # as in P08: where no word of a customer ever arrived, nothing was measured
    asks = any(
        whole(year.get("closed_count")) > whole(year.get("closed_unconfirmed_count")) for year in case.marts["closure"]
    )
    if closed and unconfirmed and asks:
        yield _make(
            "closed", unconfirmed / closed, "mart_complaint_closure",
            closed=number(closed), unconfirmed=number(unconfirmed),
        )  # fmt: skip


def _claims(case: _Case) -> Iterator[Contradiction]:
    """What is claimed for customers, and promised to them, against what they signed and got."""
    proof = [row for row in case.marts["maturity"] if row.get("criterion_code") == "value_proof"]
    signed = next((finite(row.get("measured_share")) for row in proof if row.get("period_id") == case.year), None)
    if signed is not None and signed < 1:
        yield _make("unsigned", 1 - signed, "mart_customer_value", value=percent(signed))
    kept = _value(case, "P11")
    if kept is not None and kept < 1:
        yield _branch(case, "promises", "P11", 1 - kept, value=percent(kept))


def _value(case: _Case, kpi: str) -> float | None:
    return finite(case.kpis.get(kpi, {}).get("reported_value"))


def _branch(case: _Case, key: str, kpi: str, gap: float, **values: Value) -> Contradiction:
    """A contradiction about a KPI, with its cases, and the branch that is farthest off."""
    row = case.kpis.get(kpi, {})
    alike = [r for r in case.marts["branches"] if r.get("kpi_id") == kpi and r.get("period_id") == case.year]
    alike = [r for r in alike if whole(r.get("n")) >= FEWEST]
    return _make(key, gap, kpi, _worst(alike), n=number(whole(row.get("n"))), **values)


def _worst(branches: Sequence[Row]) -> Say | None:
    if len(branches) < 2:
        return None
    sign = 1.0 if branches[0].get("direction") == "low_good" else -1.0
    worst = max(branches, key=lambda row: sign * (finite(row.get("reported_value")) or 0.0))
    name = inert(worst.get("org_unit_name") or worst.get("org_unit_id"))
    return say("place.branch", name=name, value=percent(worst.get("reported_value")))


def _owners(looks: Sequence[Row], year: str) -> Say | None:
    """The three owners whose answers stand out most in the year, as short pseudonyms."""
    found = [str(row["owner_id"])[:8] for row in looks if row.get("owner_id") and _is_of(row, year)]
    names = list(dict.fromkeys(inert(name) for name in found))[:3]
    return say("place.owners", names=", ".join(names)) if names else None


def _is_of(row: Row, year: str) -> bool:
    periods = (row.get("period_ids"), row.get("period_id"))
    return any(part.startswith(year) for text in periods for part in str(text or "").split(", "))
