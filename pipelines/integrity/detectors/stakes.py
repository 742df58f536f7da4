"""I1: How much of what is asked is asked by people who gain from the answer?

Statistic: mean conflict of interest of the unit's answers whose asking party is known (1 the owner, .8 team or
superior, .6 own bonus, at least .6 where the owner's pay weighs the figure and own staff ask, .3 own staff, 0
outsiders); n: those answers; effect: answers whose asking party is unknown / all, counted apart and never as 0. Null:
none, this is a structural risk and no finding: it never says `suspicious`. Peers: none. Effect: none beside the share
of unknown. Least n: one answer. Degenerate: nobody knows who asked -> cannot tell. Direction: higher. Reference: the
limit in policy.yml (minimum_effect).

Source: independence of those who examine, in auditing and survey standards (paraphrased); weights are ours.
"""

from collections.abc import Sequence

import numpy as np

from pipelines.integrity import findings, panel_findings
from pipelines.integrity.engine import Judged
from pipelines.integrity.findings import Findings
from pipelines.integrity.panel import Panel
from pipelines.integrity.panel_findings import Measurement
from pipelines.integrity.policy import Policy
from pipelines.integrity.stats.sums import by_group
from pipelines.integrity.units import Units
from pipelines.vocabulary import Reason, ReferenceOrigin

ID, METHOD, FAMILY = "I1", "stakes-1", "structure"
NAME = "stakes"
QUESTION_EN = "How much of what is asked is asked by people who gain from the answer?"
QUESTION_ZH = "有多少答卷由能从中获益的人取得？"
SOURCE = "Independence of the examiner; weights documented in the module"

OWN_STAFF_ON_PAID_FIGURE = 0.6


def measure(panel: Panel) -> Measurement | None:
    """Mean conflict of interest of each unit; None where no asking party is known at all."""
    of = panel.answers
    stake, measured = (of.frame[name].to_numpy(float) for name in ("collector_stake", "measured_stake"))
    if not np.isfinite(stake).any():
        return None
    asked = of.frame["checked_answer_id"].isna().to_numpy()
    paid = (np.nan_to_num(measured) > 0) & ~of.frame["is_independent"].to_numpy(bool)
    conflict = np.maximum(stake, np.where(paid, OWN_STAFF_ON_PAID_FIGURE, 0))
    known = np.flatnonzero(asked & np.isfinite(stake))
    everyone = by_group(of.unit[asked], None, len(panel))
    n = by_group(of.unit[known], None, len(panel))
    mean = by_group(of.unit[known], conflict[known], len(panel)) / np.where(n > 0, n, np.nan)
    blank = np.full(len(panel), np.nan)
    return Measurement(mean, n, blank, 1 - n / np.where(everyone > 0, everyone, np.nan), blank, blank)


def find(units: Units, judged: Sequence[Judged], policy: Policy) -> Findings:
    """One finding a unit: a high stake says where to look, never more."""
    numbers, supplied = panel_findings.gathered(measure, units, judged)
    limit = np.where(np.isfinite(numbers["statistic"]), policy.detectors[ID].minimum_effect, np.nan)
    high = numbers["statistic"] > limit
    sheet = findings.of_facts(
        (ID, METHOD), units, policy, {**numbers, "reference_rate": limit},
        not_applicable={Reason.ONLY_A_PUBLISHED_FIGURE: units.is_published, Reason.FEED_ABSENT: ~supplied},
        cannot_tell={Reason.COLLECTOR_UNKNOWN: ~np.isfinite(limit), Reason.STAKES_HIGH: high},
        suspicious={}, clear={Reason.STAKES_LOW: ~high},
    )  # fmt: skip
    sheet.origin[np.isfinite(limit)] = ReferenceOrigin.CONFIGURED.value
    return sheet
