"""E1: Can the time that this executive is said to spend with customers be true?

Statistic: entries that cannot be, or that are no time with a customer on site (attended entries at one time, days of
more than 24 hours, online counted as on site, and hospitality days in a month without another day with customers), of
an executive and month; n: calendar entries. Null: none, this is arithmetic on the calendar and the visit reports.
Peers: none. Least n: one entry. Degenerate: no calendar -> feed_absent. Effect: such entries / entries. Direction: any.
Reference: the clock.

Source: arithmetic; diaries of executives' time, Bandiera, Guiso, Prat & Sadun (2011).
"""

import numpy as np

from pipelines.integrity import findings, subjects
from pipelines.integrity.design import Designs
from pipelines.integrity.findings import Findings
from pipelines.integrity.policy import Policy
from pipelines.integrity.subjects import Subjects
from pipelines.vocabulary import Reason, SubjectKind

ID, METHOD, FAMILY = "E1", "executive_time-1", "claim"
NAME = "executive time"
QUESTION_EN = "Can the time that this executive is said to spend with customers be true?"
QUESTION_ZH = "该高管所称与客户共度的时间是否可能属实？"
SOURCE = "Arithmetic on calendar and visit reports"
SUBJECT = SubjectKind.EXECUTIVE


def subjects_of(designs: Designs) -> Subjects:
    """Every executive and month with entries."""
    return subjects.named(SUBJECT, designs.executive_time, ["person_id"])


def find(subjects: Subjects, policy: Policy, doubtful: frozenset[str]) -> Findings:
    """One finding an executive and month."""
    del doubtful
    entries, overlap, over_day, online, dinner, days = (
        np.nan_to_num(subjects.table[f"{name}_count"].to_numpy(float))
        for name in ("event", "overlap", "over_day", "online_as_onsite", "dinner_only", "customer_day")
    )
    only_dinners = np.where(days > 0, 0, dinner)
    wrong = overlap + over_day + online + only_dinners
    numbers = {"statistic": wrong, "n": entries, "effect": wrong / np.where(entries > 0, entries, np.nan)}
    return findings.of_facts(
        (ID, METHOD), subjects, policy, numbers,
        not_applicable={}, cannot_tell={},
        suspicious={
            Reason.IMPOSSIBLE_TIME: overlap + over_day > 0,
            Reason.NO_CUSTOMER_TIME: online > 0,
            Reason.DINNERS_ONLY: only_dinners > 0,
        },
        clear={Reason.ADDS_UP: np.ones(len(subjects), bool)},
    )  # fmt: skip
