"""I3: Does satisfaction follow the relationship (hospitality, visits, tenure, owner) or quality (losses, lateness)?

Statistic: share of the variance between accounts of a year that goes with the relationship; reference_rate: with
quality; effect: the difference; reference_spread: its standard error (interval: effect +- 1.96 of it). Null: equal
shares. Peers: none, the company itself. Least n: 30 accounts of 5 owners. Degenerate: satisfaction does not vary, or no
record of losses or lateness -> uninformative. Effect: relationship - quality. Direction: relationship above quality.
Reference: the company's own accounts. Structural, for information: an owner's effect may be good service as well as
good company.

Source: order-averaged shares, Lindeman, Merenda & Gold (1980); jackknife over owners, Shao & Wu (1989).
"""

import numpy as np
import pandas as pd

from pipelines.integrity import findings, subjects
from pipelines.integrity.design import Designs
from pipelines.integrity.findings import Findings
from pipelines.integrity.policy import Policy
from pipelines.integrity.stats import variance_shares
from pipelines.integrity.subjects import Subjects
from pipelines.integrity.units import Array
from pipelines.vocabulary import Reason, SubjectKind

ID, METHOD, FAMILY = "I3", "relationship-1", "structure"
NAME = "relationship against quality"
QUESTION_EN = "Does satisfaction follow the relationship or quality?"
QUESTION_ZH = "满意度取决于关系，还是取决于质量？"
SOURCE = "Lindeman, Merenda & Gold (1980); jackknife, Shao & Wu (1989), Annals of Statistics 17"
SUBJECT = SubjectKind.RELATIONSHIP

LEAST_ACCOUNTS, LEAST_OWNERS, WIDTH = 30, 5, 1.96


def subjects_of(designs: Designs) -> Subjects:
    """The company's accounts of each year."""
    years = [_year(period, rows) for period, rows in designs.relationship.groupby("period_id", sort=True)]
    columns = ["name", "period_id", "account_count", "relationship", "quality", "spread"]
    return subjects.named(SUBJECT, pd.DataFrame(years, columns=columns), ["name"])


def _year(period: object, rows: pd.DataFrame) -> tuple[str, str, int, float, float, float]:
    rows = rows[rows["satisfied_share"].notna() & rows["owner_id"].notna() & rows["answer_count"].gt(0)]
    y, weight = (rows[name].to_numpy(float) for name in ("satisfied_share", "answer_count"))
    owner = np.asarray(pd.factorize(rows["owner_id"], sort=True)[0], np.intp)
    social = _columns(rows, ("hospitality_amount", "visit_count", "tenure_days"))
    quality = _columns(rows, ("loss_severity", "late_share"))
    able = len(rows) >= LEAST_ACCOUNTS and len(np.unique(owner)) >= LEAST_OWNERS and np.ptp(y) > 0 and quality.shape[1]
    found = variance_shares.difference(y, weight, social, quality, owner) if able else (np.nan,) * 3
    return "company", str(period), len(rows), *found


def _columns(rows: pd.DataFrame, names: tuple[str, ...]) -> Array:
    """Logarithms of the columns that some record fills and that vary; a gap counts as the middle."""
    known = [np.log1p(rows[name].clip(lower=0).to_numpy(float)) for name in names if rows[name].notna().any()]
    full = [np.where(np.isnan(values), np.nanmedian(values), values) for values in known]
    varying = [(values - values.mean()) / values.std() for values in full if values.std() > 0]
    return np.column_stack(varying) if varying else np.zeros((len(rows), 0))


def find(subjects: Subjects, policy: Policy, doubtful: frozenset[str]) -> Findings:
    """One finding a year."""
    del doubtful
    n, social, quality, spread = (
        subjects.table[name].to_numpy(float) for name in ("account_count", "relationship", "quality", "spread")
    )
    gap, margin = social - quality, WIDTH * spread
    numbers = {"statistic": social, "reference_rate": quality, "effect": gap, "reference_spread": spread, "n": n}
    return findings.of_facts(
        (ID, METHOD), subjects, policy, numbers,
        not_applicable={},
        cannot_tell={Reason.UNINFORMATIVE: ~(np.abs(gap) > margin)},
        suspicious={Reason.RELATIONSHIP_DECIDES: gap > margin},
        clear={Reason.QUALITY_DECIDES: np.ones(len(subjects), bool)},
    )  # fmt: skip
