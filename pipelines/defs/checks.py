"""Expectations as Dagster asset checks: severity, numbers and where to look; never a data value."""

from collections.abc import Iterable

import dagster as dg

from pipelines import expectations
from pipelines.expectations import Expectation, Result, Suite
from pipelines.gate import Judgement
from pipelines.manifest import Totals
from pipelines.vocabulary import Severity

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
