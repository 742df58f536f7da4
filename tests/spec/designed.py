"""A company of answers and accounts one by one, one owner of which may be changed before it is judged.

Belongs here: the honest company, and how a promise plants a trace in it.
Elsewhere: the promises (chapter 9), companies drawn as counts (drawn).
"""

from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd

from benchmarks.integrity import worlds_a
from benchmarks.integrity.company_a import Size
from benchmarks.integrity.counted import counts
from pipelines.integrity import design
from pipelines.integrity.aggregates import typed
from pipelines.integrity.assess import assess
from pipelines.integrity.policy import load
from tests.spec.drawn import Judged

OWNER, ORDINARY = "owner=o0004", 5
Change = Callable[[pd.DataFrame, pd.DataFrame], None]


@cache
def honest() -> dict[str, pd.DataFrame]:
    """Forty-eight owners who distort nothing, four quarters."""
    return worlds_a.draw("easy", 11, honest=True, size=Size(owners=48, accounts=1400, branches=12)).tables


def company(change: Change | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Answers and accounts; change edits those of one owner in place."""
    answers, accounts = (honest()[name].copy() for name in ("agg_answer_design", "agg_account_design"))
    if change is not None:
        parts = [frame[frame["entity_id"] == OWNER].copy() for frame in (answers, accounts)]
        change(*parts)
        for frame, part in zip((answers, accounts), parts, strict=True):
            frame.loc[part.index, part.columns] = part
    return answers, accounts


@cache
def judge(change: Change | None = None) -> Judged:
    """Assess the company."""
    answers, accounts = company(change)
    designs = design.typed({"agg_answer_design": answers, "agg_account_design": accounts})
    return Judged(assess(typed({"agg_answer_counts": counts(answers)}), load(), designs=designs))


def unit(period: str = "2025-Q2") -> str:
    """The changed owner's unit."""
    return f"owner_quarter:main:{OWNER}:{period}"


def of_period(frame: pd.DataFrame, period: str = "2025-Q2") -> np.ndarray:
    """Rows of a period."""
    return frame["period_id"].eq(period).to_numpy()
