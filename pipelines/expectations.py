"""The only door to Great Expectations: suites in, results without data values out.

Belongs here: reading the suites of `expectations/`, judging small frames, what may leave of a result.
Elsewhere: what is expected (expectations/*.yml), the frames (batch profiles from the manifest, queries over the
candidate build), what a failure stops (defs).
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from pipelines import settings
from pipelines.vocabulary import Severity

_COUNTS = ("element_count", "unexpected_count", "unexpected_percent", "missing_count")


@dataclass(frozen=True)
class Expectation:
    """One expectation as its suite states it."""

    id: str
    severity: Severity
    owner: str
    why: str
    configuration: dict[str, Any]

    @property
    def column(self) -> str:
        """The column that it is about; empty for the whole frame."""
        return str(self.configuration["kwargs"].get("column", ""))


@dataclass(frozen=True)
class Suite:
    """One file of `expectations/`: what is judged, and what is expected of it."""

    name: str
    subject: str
    query: str | None
    expectations: tuple[Expectation, ...]


@dataclass(frozen=True)
class Result:
    """What one expectation found: whether it holds, counts, and the positions of failing rows; never a value."""

    suite: str
    subject: str
    expectation: Expectation
    success: bool
    counts: dict[str, float]
    failing_rows: tuple[int, ...]
    problem: str = ""


@lru_cache(maxsize=2)
def suites(kind: str) -> tuple[Suite, ...]:
    """The suites of `expectations/sources` or `expectations/marts`, by name."""
    return tuple(_read(file) for file in sorted((settings.EXPECTATIONS / kind).glob("*.yml")))


def _read(file: Path) -> Suite:
    said = yaml.safe_load(file.read_text(encoding="utf-8"))
    return Suite(
        name=f"{file.parent.name}/{file.stem}",
        subject=file.stem,
        query=said["meta"].get("query"),
        expectations=tuple(_expectation(entry) for entry in said["expectations"]),
    )


def _expectation(entry: dict[str, Any]) -> Expectation:
    meta = entry["meta"]
    return Expectation(
        id=meta["id"],
        severity=Severity(meta["severity"]),
        owner=meta["owner"],
        why=meta["why"],
        configuration={"type": entry["type"], "kwargs": entry["kwargs"], "severity": _SEVERITIES[meta["severity"]]},
    )


_SEVERITIES = {"block": "critical", "warn": "warning", "review": "warning", "info": "info"}


def judge(suite: Suite, frame: pd.DataFrame) -> list[Result]:
    """Judge one frame by one suite.

    A frame without rows meets every expectation about its rows; an expectation that cannot be evaluated (a column
    is missing, say) has not been met, and its problem says why.
    """
    gx, expectation_suite = _great_expectations()
    asset = gx.data_sources.add_pandas(suite.name).add_dataframe_asset(suite.subject)
    try:
        batch = asset.add_batch_definition_whole_dataframe("whole").get_batch({"dataframe": frame})
        results = []
        for expectation in suite.expectations:
            wanted = expectation_suite(name=expectation.id, expectations=[expectation.configuration])
            results.append(_result(suite, expectation, batch.validate(wanted, result_format=_FORMAT).results[0]))
        return results
    finally:
        gx.data_sources.delete(suite.name)


_FORMAT = {"result_format": "COMPLETE", "partial_unexpected_count": 0}


def _result(suite: Suite, expectation: Expectation, outcome: Any) -> Result:
    counts = {key: outcome.result[key] for key in _COUNTS if outcome.result.get(key) is not None}
    rows = tuple(int(row) for row in outcome.result.get("unexpected_index_list") or ())
    return Result(
        suite=suite.name,
        subject=suite.subject,
        expectation=expectation,
        success=bool(outcome.success),
        counts=counts,
        failing_rows=rows,
        problem=""
        if outcome.success or outcome.result
        else "could not be evaluated: a column that it needs is missing",
    )


@lru_cache(maxsize=1)
def _great_expectations() -> tuple[Any, Callable[..., Any]]:
    """Great Expectations, imported when first needed: that alone takes seconds."""
    settings.silence_telemetry()
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    import great_expectations as gx
    import great_expectations.expectations as gxe
    from great_expectations.core.expectation_suite import ExpectationSuite
    from great_expectations.data_context.types.base import ProgressBarsConfig

    class ExpectSatisfactionNotSuspiciouslyUniform(gxe.ExpectColumnValuesToNotBeInSet):
        """No unit was found suspicious: reads `fct_finding`, computes nothing anew."""

        column: str = "finding_code"
        value_set: list[str] = ["suspicious"]  # noqa: RUF012 (a field of a pydantic model)

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    return context, ExpectationSuite
