"""S3: Do invitations fail to reach the customers who would have complained?

Statistics: bounced / asked against peers; expected satisfaction of the bounced against that of the asked (drawing
without replacement); invited accounts whose address an employee changed shortly before, or which use a free-mail, an
employee's or a shared address, against peers. Null: peers of the kind. Least n: 4 asked (rates), 6 asked and 1 bounced
(contrast). Degenerate: nobody asked, no address history -> not asked. Effect: difference of arcsines or standardised
difference. Direction: higher. Reference: other units; the reference model for the risk.

Source: AAPOR Standard Definitions (2023), dispositions; Anscombe (1948); Pitman (1937).
"""

import numpy as np

from pipelines.integrity import signals
from pipelines.integrity.panel import Panel
from pipelines.integrity.signals import Signal, contrasted
from pipelines.integrity.stats.sums import by_group
from pipelines.integrity.units import Array, Mask
from pipelines.vocabulary import Reason

ID, METHOD, FAMILY = "S3", "contact-1", "contact"
NAME = "contact"
QUESTION_EN = "Do invitations fail to reach the customers who would have complained?"
QUESTION_ZH = "邀请是否偏偏送不到可能不满的客户？"
SOURCE = "Dispositions of AAPOR Standard Definitions (2023); Pitman (1937); Skellam (1948)"
TRACES = (("bounced", "unit"), ("bounced_at_risk", "unit"), ("edited", "unit"))
REASON = Reason.UNREACHABLE

LEAST_ASKED = 4


def bounced(panel: Panel) -> Signal:
    """Bounced invitations against peers."""
    asked, failed = _asked(panel)
    of = panel.accounts
    total = by_group(of.unit[asked], None, len(panel)).astype(float)
    count = by_group(of.unit[asked], failed[asked], len(panel))
    return signals.of_counts(panel, count, total, least=LEAST_ASKED)


def bounced_at_risk(panel: Panel, content: Array) -> Signal:
    """Whether those who could not be reached were expected to be less content."""
    asked, failed = _asked(panel)
    return contrasted(panel, -content, asked, failed)


def edited(panel: Panel) -> Signal:
    """Addresses changed or doubtful among the invited, against peers."""
    asked, _ = _asked(panel)
    of = panel.accounts
    flags = [
        of.frame[name] for name in ("is_address_edited", "is_free_mail", "is_employee_domain", "is_shared_address")
    ]
    known = asked & np.any([flag.notna().to_numpy() for flag in flags], axis=0)
    doubtful = np.any([flag.fillna(False).to_numpy(bool) for flag in flags], axis=0)
    total = by_group(of.unit[known], None, len(panel)).astype(float)
    count = by_group(of.unit[known], doubtful[known], len(panel))
    return signals.of_counts(panel, count, total, least=LEAST_ASKED)


def _asked(panel: Panel) -> tuple[Mask, Mask]:
    of = panel.accounts
    number = of.frame["asked_count"].to_numpy(float)
    failed = np.nan_to_num(of.frame["bounced_count"].to_numpy(float)) > 0
    return (of.account >= 0) & (np.nan_to_num(number) > 0), failed
