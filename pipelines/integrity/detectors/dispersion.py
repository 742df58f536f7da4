"""U3: Do the collectors of a unit agree more closely than chance would let honest ones agree?

Statistic: chi-square of satisfied counts over the unit's collectors, over its degrees of freedom; n: their answers.
Null: one rate for all, plus the between-collector variance that is typical of the run; lower tail given how many of the
unit are satisfied, by weighted simulation. Peers: units of the definition (for the variance alone). Least n: three
collectors with three answers each. Degenerate: one collector for all, nobody or everybody satisfied -> uninformative.
Effect: 1 - statistic. Direction: lower. Reference: the unit's own total, so it needs none (origin: other units, for the
variance).

Source: Cochran (1954), Some methods for strengthening the common chi-square tests, Biometrics 10; Harrison (2012).
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipelines.integrity import panel_findings
from pipelines.integrity.engine import Judged
from pipelines.integrity.findings import Findings
from pipelines.integrity.panel import Panel
from pipelines.integrity.panel_findings import Measurement
from pipelines.integrity.policy import Policy
from pipelines.integrity.stats import even_split
from pipelines.integrity.stats.even_split import Parts
from pipelines.integrity.stats.sums import by_group
from pipelines.integrity.units import Units
from pipelines.vocabulary import Reason, ReferenceOrigin

ID, METHOD, FAMILY = "U3", "dispersion-1", "level"
NAME = "dispersion"
QUESTION_EN = "Do the collectors of a unit agree more closely than chance would let honest ones agree?"
QUESTION_ZH = "同一单位各访问人的结果是否一致得超出偶然？"
SOURCE = "Lower tail of the dispersion test, Cochran (1954), Biometrics 10; Harrison (2012), Biometrika 99"

LEAST_ANSWERS = 3


def measure(panel: Panel) -> Measurement | None:
    """Dispersion over collectors of each unit; None where nobody is known to have asked."""
    of = panel.answers
    collector = np.asarray(pd.factorize(of.frame["collector_id"], sort=True)[0], np.intp)
    rows = np.flatnonzero(of.judged & (collector >= 0))
    if not len(rows):
        return None
    width = int(collector.max()) + 1
    cell, which = np.unique(of.unit[rows] * width + collector[rows], return_inverse=True)
    answered, satisfied = (by_group(which, x, len(cell)) for x in (None, of.satisfied[rows]))
    enough = answered >= LEAST_ANSWERS
    parts = Parts(satisfied[enough], answered[enough], cell[enough] // width)
    spread = even_split.typical_spread(parts, len(panel))
    ratio, p = even_split.lower_tail(parts, len(panel), spread)
    n = by_group(parts.whole, parts.answered, len(panel))
    return Measurement(ratio, n, p, 1 - ratio, np.full(len(n), np.nan), np.where(np.isfinite(p), spread, np.nan))


def find(units: Units, judged: Sequence[Judged], policy: Policy) -> Findings:
    """One finding a unit."""
    return panel_findings.tested(
        (ID, METHOD), measure, units, judged, policy,
        suspicious=Reason.TOO_EVEN, untested=Reason.UNINFORMATIVE,
        origin=ReferenceOrigin.OTHER_UNITS,
    )  # fmt: skip
