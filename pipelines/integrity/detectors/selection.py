"""S2: Were the customers who were asked, and those who answered, the ones who were expected to be content?

Statistic: mean expected satisfaction (log odds, from losses, lateness and independent answers) of the chosen minus
that of the base, standardised by drawing without replacement, so that asking many or few cancels. Null: peers,
because honest staff may lean to key accounts alike. Least n: 6 accounts, 1 chosen. Degenerate: all chosen, or all
expected alike -> not asked. Effect: standardised difference. Direction: higher. Reference: the reference model; other
units for the lean.

Source: Pitman (1937), JRSS suppl. 4; Hájek (1960).
"""

import numpy as np

from pipelines.integrity.panel import Panel
from pipelines.integrity.signals import Signal, contrasted
from pipelines.integrity.units import Array
from pipelines.vocabulary import Reason

ID, METHOD, FAMILY = "S2", "selection-1", "selection"
NAME = "selection"
QUESTION_EN = "Were those who were asked, and those who answered, the ones expected to be content?"
QUESTION_ZH = "被询问和作答的客户，是否恰是预计满意的那些？"
SOURCE = "Drawing without replacement, Pitman (1937), JRSS suppl. 4; Hájek (1960)"
TRACES = (("asked", "unit"), ("answered", "unit"))
REASON = Reason.CHOSEN_CONTENT


def asked(panel: Panel, content: Array) -> Signal:
    """Who was asked, of the portfolio. content: (portfolio rows,) expected log odds."""
    of = panel.accounts
    number = of.frame["asked_count"].to_numpy(float)
    base = (of.account >= 0) & of.frame["is_eligible"].fillna(True).to_numpy(bool) & np.isfinite(number)
    return contrasted(panel, content, base, number > 0)


def answered(panel: Panel, content: Array) -> Signal:
    """Who answered, of those who were reached."""
    of = panel.accounts
    number, bounced, done = (
        of.frame[name].to_numpy(float) for name in ("asked_count", "bounced_count", "completed_count")
    )
    base = (of.account >= 0) & (number > np.nan_to_num(bounced)) & np.isfinite(done)
    return contrasted(panel, content, base, done > 0)
