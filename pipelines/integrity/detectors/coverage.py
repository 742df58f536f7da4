"""S1: Was a smaller part of the portfolio asked than peers ask?

Statistic: asked accounts / portfolio (eligible accounts where a frame says so), arcsine. Null: peers of the kind, all
periods, larger ones censored (stats.peer_null). Least n: 4 accounts. Degenerate: no invitations -> feed_absent.
Effect: difference of arcsines. Direction: lower is suspicious. Reference: other units of the run, never this one's
answers.

Source: coverage, AAPOR Standard Definitions (2023); variance-stabilised rates, Anscombe (1948), Biometrika 35.
"""

import numpy as np

from pipelines.integrity import signals
from pipelines.integrity.panel import Panel
from pipelines.integrity.signals import Signal
from pipelines.integrity.stats.sums import by_group
from pipelines.vocabulary import Reason

ID, METHOD, FAMILY = "S1", "coverage-1", "selection"
NAME = "coverage"
QUESTION_EN = "Was a smaller part of the portfolio asked than peers ask?"
QUESTION_ZH = "被询问的客户占比是否低于同类单位？"
SOURCE = "Coverage as in AAPOR Standard Definitions (2023); beta-binomial peers, Skellam (1948), JRSS B 10"
TRACES = (("coverage", "unit"),)
REASON = Reason.TOO_FEW_ASKED

LEAST_ACCOUNTS = 4


def measure(panel: Panel) -> Signal:
    """Coverage of each unit against peers."""
    of = panel.accounts
    asked = of.frame["asked_count"].to_numpy(float)
    base = (of.account >= 0) & of.frame["is_eligible"].fillna(True).to_numpy(bool) & np.isfinite(asked)
    total = by_group(of.unit[base], None, len(panel)).astype(float)
    count = by_group(of.unit[base], asked[base] > 0, len(panel))
    return signals.of_counts(panel, count, total, upward=False, least=LEAST_ACCOUNTS, habit=True)
