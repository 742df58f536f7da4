"""How many units were concluded on how, and how many subjects of their own do not add up, in counts.

Belongs here: counts by unit definition and by kind of subject, for whoever watches runs.
Elsewhere: the conclusions (verdict), the findings (findings), how they are shown (defs, report).
"""

import pandas as pd

from pipelines.vocabulary import Conclusion, Finding

Counts = dict[str, dict[str, int]]
GRAVE = (Conclusion.ERROR.value, Conclusion.WARN.value)


def conclusions(verdict: pd.DataFrame) -> Counts:
    """Units by conclusion, the gravest first, of each unit definition."""
    return _counted(verdict, "conclusion_code", [code.value for code in Conclusion])


def records(finding: pd.DataFrame, verdict: pd.DataFrame) -> Counts:
    """Findings of each kind of subject that stands by itself, by what they say."""
    beside = finding[~finding["unit_id"].isin(verdict["unit_id"])]
    return _counted(beside, "finding_code", [code.value for code in Finding])


def in_words(counts: dict[str, int]) -> str:
    """`3 warn, 40 clear`."""
    return ", ".join(f"{count} {code}" for code, count in counts.items())


def _counted(frame: pd.DataFrame, column: str, order: list[str]) -> Counts:
    groups = frame.groupby("unit_definition_id", sort=True)[column]
    found = {str(name): codes.value_counts() for name, codes in groups}
    return {name: {code: int(count[code]) for code in order if code in count} for name, count in found.items()}
