"""A conclusion explains itself in three sentences: what was seen, how unlikely that is, what would make it innocent.

Belongs here: which sentences a unit gets, their figures as people read them, the version without figures.
Elsewhere: the templates (sentence_templates), the conclusion (verdict), who may see which version (dbt's fct_verdict).

For `clear` the second sentence says which distortion would have been found, for `cannot_tell` and `no_reference` the
third what would be needed. Nobody is accused: a conclusion is a reason to look.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeGuard

import numpy as np
import pandas as pd

from pipelines.integrity.innocence import INNOCENT
from pipelines.integrity.policy import Policy
from pipelines.integrity.sentence_templates import (
    CHANCE,
    INNOCENT_IF,
    LANGUAGES,
    LESS_THAN,
    MECHANISM,
    MORE_THAN,
    NEEDED,
    SEEN,
    STANDS_OUT,
    WITHHELD,
)
from pipelines.integrity.units import Units
from pipelines.integrity.words import REASONS
from pipelines.vocabulary import Conclusion, Finding, Reason

COLUMNS = ["explanation_en", "explanation_zh", "brief_en", "brief_zh"]
LOOKS = (Conclusion.ERROR.value, Conclusion.WARN.value, Conclusion.REVIEW.value)
COUNTED = ("U1", "C2")
"""Detectors whose counts the first sentence gives already."""
MOST_TOLD = 500
"""More answers than this are no advice."""
Figures = dict[str, str]


def explained(verdict: pd.DataFrame, units: Units, finding: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """The verdict with its sentences, figures included (explanation_) and without them (brief_), in both languages;
    judged_count: answers that the figures speak of.

    finding: rows of `integrity.finding`.
    """
    strongest, least = _strongest(finding), _least_needed(finding)
    rows = verdict.assign(
        satisfied=units.judged.satisfied, answered=units.judged.answered, is_published=units.is_published,
        published=units.published["result_value"].to_numpy(float),
        detector=verdict["unit_id"].map(strongest["detector_id"]),
        stands_out=verdict["unit_id"].map(strongest["reason_code"]), needed=verdict["unit_id"].map(least),
    )  # fmt: skip
    texts = pd.DataFrame(_texts(rows, policy), columns=COLUMNS, index=verdict.index, dtype="string")
    counted = pd.Series(units.judged.answered, verdict.index, dtype="Int64").mask(units.is_published)
    return pd.concat([verdict.assign(judged_count=counted), texts], axis=1)


def _strongest(finding: pd.DataFrame) -> pd.DataFrame:
    """The suspicious finding with the smallest p-value of each unit; arithmetic, which has none, comes first."""
    found = finding[finding["finding_code"].eq(Finding.SUSPICIOUS.value) & ~finding["severity_code"].eq("info")]
    found = found.assign(p=found["p_value"].fillna(-1.0)).sort_values(["unit_id", "p", "detector_id"])
    return found.drop_duplicates("unit_id").set_index("unit_id")[["detector_id", "reason_code"]]


def _least_needed(finding: pd.DataFrame) -> pd.Series:
    """Answers that a unit would need, all satisfied, before U1 could speak."""
    of_level = finding[finding["detector_id"].eq("U1")].set_index("unit_id")
    return of_level["minimum_n"].astype("float64")


@dataclass(frozen=True)
class _Case:
    """Which template each sentence takes, and the figures of all."""

    seen: str
    chance: str
    third: str
    figures: tuple[Figures, ...]
    is_look: bool


def _texts(rows: pd.DataFrame, policy: Policy) -> Iterator[tuple[str, ...]]:
    names = [name for name in rows.columns if name not in ("unit_id", "subject_id")]
    for values in zip(*(rows[name].tolist() for name in names), strict=True):
        row = dict(zip(names, values, strict=True))
        case = _case(row, policy)
        yield (*(_full(case, row, which) for which in (0, 1)), *(_brief(case, row, which) for which in (0, 1)))


def _case(row: dict, policy: Policy) -> _Case:
    conclusion = str(row["conclusion_code"])
    is_look = conclusion in LOOKS
    judged = _known(row["distortion_probability"])
    expected = _known(row["expected_share"])
    seen = "figure" if row["is_published"] else "expected" if expected else "counted"
    if not row["is_published"] and not row["answered"]:
        seen = "nothing"
    chance = _chance(conclusion, row, judged=judged)
    third = _innocent(row) if is_look else str(row["reason_code"]) if conclusion != "clear" else "clear"
    return _Case(seen, chance, third, tuple(_figures(row, policy, which) for which in (0, 1)), is_look)


def _chance(conclusion: str, row: dict, *, judged: bool) -> str:
    if conclusion in LOOKS:
        if not judged:
            return "look_counted"
        return "look_judged" if row["own_period_factor"] >= 1.5 else "look_others"
    if conclusion == "clear":
        return "clear_all" if judged and row["satisfied"] >= row["answered"] else "clear"
    if row["reason_code"] in (Reason.NOT_REACHABLE.value, Reason.TOO_FEW_ANSWERS.value):
        return "few_at_least" if _known(row["needed"]) and row["answered"] < row["needed"] <= MOST_TOLD else "few"
    return str(row["reason_code"])


def _innocent(row: dict) -> str:
    """By the likeliest mechanism where the engine judged, else by the detector that stands out most."""
    if _known(row["distortion_probability"]) and row["mechanism_code"] in MECHANISM:
        return str(row["mechanism_code"])
    return str(row["detector"]) if row["detector"] in INNOCENT else "raised"


def _full(case: _Case, row: dict, which: int) -> str:
    language = LANGUAGES[which]
    seen = SEEN[case.seen][which].format(**case.figures[which])
    reason = row["stands_out"]
    if _text(reason) and row["detector"] not in COUNTED:
        words = REASONS[Reason(reason)][which].rstrip(".。")
        seen = seen.rstrip(".。") + STANDS_OUT[which].format(reason=words if language == "zh" else _lower(words))
    chance = CHANCE.get(case.chance, CHANCE["other"])[which].format(**case.figures[which])
    return _joined(language, seen, chance, _third(case, which))


def _brief(case: _Case, row: dict, which: int) -> str:
    reason = REASONS[Reason(row["reason_code"])][which]
    return _joined(LANGUAGES[which], WITHHELD[which], reason, _third(case, which))


def _third(case: _Case, which: int) -> str:
    if case.is_look:
        return MECHANISM[case.third][which] if case.third in MECHANISM else _innocent_if(case.third, which)
    return NEEDED.get(case.third, NEEDED["other"])[which].format(**case.figures[which])


def _innocent_if(detector: str, which: int) -> str:
    return INNOCENT_IF[which].format(words=INNOCENT[detector][which])


def _joined(language: str, *parts: str) -> str:
    return ("" if language == "zh" else " ").join(parts)


def _figures(row: dict, policy: Policy, which: int) -> Figures:
    answered, expected = float(row["answered"]), row["expected_share"]
    return {
        "satisfied": f"{row['satisfied']:,.0f}", "answered": f"{answered:,.0f}",
        "expected": f"{expected * answered:,.1f}" if _known(expected) else "–",
        "published": f"{row['published']:,.4g}" if _known(row["published"]) else "–",
        "factor": factor(row["own_period_factor"], which), "p": p_value(row["combined_p_value"]),
        "probability": percent(row["distortion_probability"], which),
        "points": f"{100 * row['found_effect']:.0f}" if _known(row["found_effect"]) else "–",
        "needed": f"{row['needed']:,.0f}" if _known(row["needed"]) else "–",
        "reference": f"{policy.reference.minimum_answers:,}",
        "wrong": percent(policy.false_discovery_share, which),
    }  # fmt: skip


def percent(share: float | None, which: int) -> str:
    """A probability as a whole percentage, never as all or nothing. which: language, as in LANGUAGES."""
    if not _known(share):
        return "–"
    if share > 0.99:
        return f"{MORE_THAN[which]}99 %"
    return f"{LESS_THAN[which]}1 %" if share < 0.01 else f"{100 * share:.0f} %"


def factor(value: float | None, which: int) -> str:
    """A Bayes factor with as many places as it deserves. which: language, as in LANGUAGES."""
    if not _known(value):
        return "–"
    if value > 1000:
        return ("more than 1,000", "1,000多")[which]
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def p_value(value: float | None) -> str:
    """A p-value with its sign."""
    if not _known(value):
        return "–"
    return "< 0.001" if value < 0.001 else f"= {value:.3f}"


def _known(value: object) -> TypeGuard[float]:
    return isinstance(value, float | int) and bool(np.isfinite(value))


def _text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
