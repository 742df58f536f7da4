"""Expectations as Dagster asset checks: severity, numbers and where to look; never a data value."""

from collections.abc import Iterable, Mapping

import dagster as dg

from pipelines import expectations
from pipelines.expectations import Expectation, Result, Suite
from pipelines.gate import Judgement
from pipelines.integrity import summary
from pipelines.manifest import Totals
from pipelines.vocabulary import Finding, Severity

BATCHES_FIT = "batches_meet_their_expectations"


def batch_check(key: dg.AssetKey) -> dg.AssetCheckSpec:
    """One bad batch is held back, so this check never blocks the others."""
    return dg.AssetCheckSpec(BATCHES_FIT, asset=key, description="Batches that fail are held back; the others go on.")


def batch_result(key: dg.AssetKey, totals: Totals, judgements: Iterable[Judgement]) -> dg.AssetCheckResult:
    """Which batches failed which expectation, and how many rows were refused."""
    failures = {
        f"batch {j.batch.batch_no}": ", ".join(r.expectation.id for r in j.failures) for j in judgements if j.failures
    }
    return dg.AssetCheckResult(
        check_name=BATCHES_FIT,
        asset_key=key,
        passed=not failures,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={
            **failures,
            "quarantined_count": totals.quarantined_count,
            "held_file_count": totals.held_file_count,
            "evidence": f"quarantine/{'/'.join(key.path[-1].split('__'))}/",
        },
    )


def check_name(suite: Suite, expectation: Expectation) -> str:
    """`fct_verdict__conclusions_are_known`: the mart and what is expected of it."""
    return f"{suite.subject}__{expectation.id}"


def candidate_checks(asset: str) -> list[dg.AssetCheckSpec]:
    """One check per expectation of a mart; a `block` stops the publication."""
    return [
        dg.AssetCheckSpec(
            check_name(suite, expectation),
            asset=asset,
            blocking=expectation.severity is Severity.BLOCK,
            description=expectation.why,
            metadata={"severity": expectation.severity.value, "owner": expectation.owner},
        )
        for suite in expectations.suites("marts")
        for expectation in suite.expectations
    ]


def candidate_result(result: Result) -> dg.AssetCheckResult:
    """One expectation's result; only `block` weighs as an error."""
    severity = result.expectation.severity
    return dg.AssetCheckResult(
        check_name=f"{result.subject}__{result.expectation.id}",
        passed=result.success,
        severity=dg.AssetCheckSeverity.ERROR if severity is Severity.BLOCK else dg.AssetCheckSeverity.WARN,
        metadata={
            **result.counts,
            "severity": severity.value,
            "problem": result.problem,
            "evidence": f"{result.subject} in the published build",
        },
    )


NO_UNIT_WARNED, RECORDS_ADD_UP = "no_unit_is_warned_of", "records_and_claims_add_up"
ASSESSED = {
    NO_UNIT_WARNED: ("verdict", "Units by conclusion, for each unit definition. A conclusion never stops a build."),
    RECORDS_ADD_UP: ("finding", "Collectors, mailboxes, calendars, claims and scorecards that do not add up, by kind."),
}
"""Checks of what was assessed: table of schema `integrity`, and what is counted. Dagster loads without a workspace, and
unit definitions are the workspace's: each is a line of numbers in the result.
"""


def assessed_checks(schema: str) -> list[dg.AssetCheckSpec]:
    """Their specifications; none of them blocks."""
    return [dg.AssetCheckSpec(name, asset=[schema, table], description=why) for name, (table, why) in ASSESSED.items()]


def assessed_results(schema: str, conclusions: summary.Counts, records: summary.Counts) -> list[dg.AssetCheckResult]:
    """Numbers of each unit definition and kind of subject, and where to look."""
    grave = sum(of.get(code, 0) for of in conclusions.values() for code in summary.GRAVE)
    wrong = sum(of.get(Finding.SUSPICIOUS.value, 0) for of in records.values())
    return [
        _counted(schema, NO_UNIT_WARNED, grave, conclusions, "touchstone findings --conclusion warn; fct_verdict"),
        _counted(schema, RECORDS_ADD_UP, wrong, records, "touchstone findings; fct_finding"),
    ]


def _counted(
    schema: str, name: str, count: int, counts: Mapping[str, dict[str, int]], evidence: str
) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        check_name=name,
        asset_key=[schema, ASSESSED[name][0]],
        passed=count == 0,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={
            **{kind: summary.in_words(of) for kind, of in counts.items()},
            "unexpected_count": count,
            "severity": Severity.WARN.value,
            "evidence": evidence,
        },
    )
