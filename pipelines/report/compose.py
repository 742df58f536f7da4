"""Rows of the published marts -> a page model. Pure: no file, no clock, no language.

Belongs here: which rows the page needs, and the order of what it says.
Elsewhere: each section's words (the modules beside this one), HTML (render).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.report.contradictions import BRANCHES, REFERENCE, Contradiction, compose_contradictions
from pipelines.report.executives import Executives, compose_executives
from pipelines.report.files import Files, compose_files
from pipelines.report.headline import Headline, compose_headline
from pipelines.report.losses import LOSSES, PLACES_OF_LOSS, Losses, compose_losses
from pipelines.report.next_steps import compose_next_steps
from pipelines.report.readiness import Maturity, Pay, compose_maturity, compose_pay
from pipelines.report.scorecard import Scorecard, compose_scorecard
from pipelines.report.suspicion import SHOWN, Suspicion, compose_suspicion, reasons_by_code
from pipelines.report.unmeasured import Unmeasured, compose_unmeasured
from pipelines.report.words import Both, Say, both, inert, number, whole
from pipelines.report.years import latest_year

Row = dict[str, object]

_DIMENSIONS = "survey_id, owner_id, account_id, branch_id, team_id, collector_id, collector_org_code, channel_code"
_LOOKS = f"""
with looks as (
    select
        *,
        string_agg(period_id, ', ') over (partition by {_DIMENSIONS}, period_kind order by period_id
            rows between unbounded preceding and unbounded following) as period_ids,
        row_number() over (partition by {_DIMENSIONS} order by suspicion_score desc, unit_id) as place
    from fct_verdict
    where conclusion_code in ('error', 'warn', 'review')
)

select *, count(*) over () as subject_count
from looks
where place = 1
order by suspicion_score desc, unit_id
limit {SHOWN}"""
_FIGURES = """
select * from fct_verdict
where unit_id in (select unit_id from fct_finding where detector_id = 'P1' and finding_code = 'suspicious')
order by period_id desc, unit_id
limit 12"""
NEEDS = {
    "build": "select * from meta_build",
    "batches": "select * from meta_batch order by batch_no",
    "headline": "select * from mart_headline order by period_id",
    "scorecard": """
select * from mart_scorecard
where org_unit_id = 'company' and period_kind = 'year'
order by kpi_id, period_id""",
    "branches": BRANCHES,
    "perspectives": "select * from mart_perspective where org_unit_id = 'company' and period_kind = 'year'",
    "totals": "select * from mart_scorecard_total where org_unit_id = 'company' and period_kind = 'year'",
    "readiness": "select * from mart_incentive_readiness order by period_id, condition_no",
    "maturity": "select * from mart_maturity where org_unit_id = 'company' order by period_id, criterion_no",
    "executives": """
select * from mart_executive_time
where period_kind = 'year'
order by period_id, subject_kind_code, person_id""",
    "closure": "select * from mart_complaint_closure where org_unit_id = 'company' and period_kind = 'year'",
    "perception": "select * from mart_perception_gap order by period_id, topic",
    "reference": REFERENCE,
    "losses": LOSSES,
    "places_of_loss": PLACES_OF_LOSS,
    "feeds": "select * from meta_feed order by feed, table_name",
    "conclusions": """
select conclusion_code, reason_code, count(*) as unit_count
from fct_verdict
group by conclusion_code, reason_code
order by conclusion_code, reason_code""",
    "looks": _LOOKS,
    "figures": _FIGURES,
    "findings": f"""
select * from fct_finding
where finding_code = 'suspicious'
  and (unit_id in (select unit_id from ({_LOOKS})) or unit_id in (select unit_id from ({_FIGURES})))
order by unit_id, detector_id = 'C1' desc, p_value, detector_id""",
    "records": """
select u.unit_kind, f.reason_code, count(*) as finding_count, min(f.period_id) as first_period_id,
    max(f.period_id) as last_period_id
from fct_finding as f
inner join dim_unit as u using (unit_id)
where f.finding_code = 'suspicious' and u.unit_kind not in ('answers', 'published_figure')
group by u.unit_kind, f.reason_code
order by u.unit_kind, finding_count desc, f.reason_code""",
    "detectors": """
select d.*,
    count(*) filter (f.finding_code = 'suspicious') as suspicious_count,
    count(*) filter (f.finding_code = 'clear') as clear_count,
    count(*) filter (f.finding_code = 'cannot_tell') as cannot_tell_count,
    count(*) filter (f.finding_code = 'not_applicable') as not_applicable_count
from dim_detector as d
left join fct_finding as f on f.detector_id = d.detector_id
group by all
order by d.detector_id""",
    "reasons": "select * from dim_reason order by reason_code",
}
"""What the page reads of a published build: one query a name, run on its DuckDB file."""


@dataclass(frozen=True)
class Detector:
    """One question and how often it was answered how."""

    detector_id: str
    question: Both
    method: str
    source: str
    suspicious: str
    clear: str
    cannot_tell: str
    not_applicable: str


@dataclass(frozen=True)
class Build:
    """What the page is of."""

    company: str
    language: str
    is_invented: bool
    build_id: str
    data_through: str
    code_version: str
    config_hash: str
    input_hash: str


@dataclass(frozen=True)
class Page:
    """Everything that the page says, in its order."""

    build: Build
    headline: Headline
    contradictions: tuple[Contradiction, ...]
    next_steps: tuple[Say, ...]
    scorecard: Scorecard
    executives: Executives
    pay: Pay
    maturity: Maturity
    losses: Losses
    unmeasured: Unmeasured
    suspicion: Suspicion
    files: Files
    detectors: tuple[Detector, ...]


def compose(marts: Mapping[str, list[Row]]) -> Page:
    """The page of one build. `marts` holds the rows of each query of NEEDS."""
    build = (marts["build"] or [{}])[0]
    latest = latest_year(marts["headline"])
    year = str(latest.get("period_id") or "")
    scorecard = compose_scorecard(marts, year, reasons_by_code(marts["reasons"]))
    losses = compose_losses(marts["losses"], marts["places_of_loss"], year)
    return Page(
        build=_build(build),
        headline=compose_headline(marts["headline"], build.get("data_through_on")),
        contradictions=compose_contradictions(marts, latest, losses),
        next_steps=compose_next_steps(marts),
        scorecard=scorecard,
        executives=compose_executives(marts["executives"], year),
        pay=compose_pay(marts["readiness"], marts["records"], latest),
        maturity=compose_maturity(marts["maturity"], year),
        losses=losses,
        unmeasured=compose_unmeasured(scorecard, marts["feeds"]),
        suspicion=compose_suspicion(marts),
        files=compose_files(marts["batches"]),
        detectors=tuple(_detector(row) for row in marts["detectors"]),
    )


def _build(row: Row) -> Build:
    return Build(
        company=inert(row.get("company"), limit=200),
        language="zh" if row.get("language_code") == "zh" else "en",
        is_invented=row.get("is_invented") is True,
        build_id=inert(row.get("build_id")),
        data_through=inert(row.get("data_through_on")),
        code_version=inert(row.get("code_version")),
        config_hash=inert(row.get("config_hash"))[:16],
        input_hash=inert(row.get("input_hash"))[:16],
    )


def _detector(row: Row) -> Detector:
    return Detector(
        detector_id=inert(row.get("detector_id")),
        question=both(row, "question"),
        method=inert(row.get("method_version")),
        source=inert(row.get("source"), limit=200),
        suspicious=number(whole(row.get("suspicious_count"))),
        clear=number(whole(row.get("clear_count"))),
        cannot_tell=number(whole(row.get("cannot_tell_count"))),
        not_applicable=number(whole(row.get("not_applicable_count"))),
    )
