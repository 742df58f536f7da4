"""The answers and accounts of one unit definition as arrays: who, when, of what kind, judged or reference.

Belongs here: numbering of entities, periods, units, accounts and kinds; which answers teach and which are judged.
Elsewhere: columns (design), the reference model, questions (detectors).

The ladder of references: back-checks and a third party's answers first. Forms that customers fill in alone count as a
reference only where those are too few: what they say is theirs, but who was invited is not random, and a tablet on the
counter stands on the ground of the party that is measured. An answer is never judged by itself.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipelines.integrity.aggregates import TEXT
from pipelines.integrity.design import Designs
from pipelines.integrity.stats.sums import by_group
from pipelines.integrity.units import Array, Mask

Index = NDArray[np.intp]
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Answers:
    """(n,) each, sorted by answer id. unit: row of Panel.units; account: -1 = anonymous; kind: organisation x channel
    x points.

    points: points of the scale (2 where only satisfied or not is known); level: 0 = worst.
    """

    frame: pd.DataFrame
    unit: Index
    entity: Index
    period: Index
    account: Index
    kind: Index
    points: Index
    level: Index
    satisfied: Mask
    judged: Mask
    reference: Mask


@dataclass(frozen=True)
class Accounts:
    """(k,) each: an account in the portfolio of an entity in a period, for one survey (unit)."""

    frame: pd.DataFrame
    unit: Index
    entity: Index
    period: Index
    account: Index


@dataclass(frozen=True)
class Panel:
    """One unit definition. units: one row a unit with unit_id, entity and period; kinds: a kind for each unit, finest
    first (collector organisation x channel x points; organisation x channel; all)."""

    units: pd.DataFrame
    entity: Index
    period: Index
    entities: int
    periods: int
    account_count: int
    answers: Answers
    accounts: Accounts
    kinds: tuple[Index, ...]

    def __len__(self) -> int:
        return len(self.units)

    @property
    def cell(self) -> Index:
        """Entity x period of each unit."""
        return self.entity * self.periods + self.period

    def judged_sum(self, values: Array) -> Array:
        """Sum of a value over each unit's judged answers. values: (answers,)."""
        of = self.answers
        return by_group(of.unit[of.judged], np.asarray(values, float)[of.judged], len(self))

    @property
    def judged_count(self) -> Array:
        """Judged answers of each unit."""
        return self.judged_sum(np.ones(len(self.answers.unit)))


def panels(designs: Designs) -> list[Panel]:
    """One panel a unit definition, in order of its id."""
    definitions = sorted({*designs.answers["unit_definition_id"], *designs.accounts["unit_definition_id"]})
    return [of_definition(designs, definition) for definition in definitions]


def of_definition(designs: Designs, definition: str) -> Panel:
    """The panel of one unit definition."""
    answers, accounts = (_of(frame, definition) for frame in (designs.answers, designs.accounts))
    both = pd.concat([answers[_KEYS], accounts[_KEYS]], ignore_index=True)
    units = both.drop_duplicates("unit_id").sort_values("unit_id", ignore_index=True)
    units = units.astype(dict.fromkeys(_KEYS[:-1], TEXT))
    entity = _Codes(units["entity_id"])
    period = _Codes(units["period_start_on"])
    account = _Codes(pd.concat([answers["account_id"], accounts["account_id"]]))
    unit = _Codes(units["unit_id"])
    of_answers = _answers(answers, unit, entity, period, account)
    return Panel(
        units, entity.of(units["entity_id"]), period.of(units["period_start_on"]), len(entity), len(period),
        len(account), of_answers,
        Accounts(accounts, unit.of(accounts["unit_id"]), entity.of(accounts["entity_id"]),
                 period.of(accounts["period_start_on"]), account.of(accounts["account_id"])),
        _kinds(of_answers, len(units)),
    )  # fmt: skip


_KEYS = ["unit_id", "subject_id", "entity_id", "survey_id", "period_id", "period_start_on"]


def _of(frame: pd.DataFrame, definition: str) -> pd.DataFrame:
    """Rows of one definition; the frame itself where it has no others."""
    rows = (frame["unit_definition_id"] == definition).to_numpy(bool)
    return frame if rows.all() else frame[rows].reset_index(drop=True)


class _Codes:
    """Numbers of the sorted values of a column; -1 for none."""

    def __init__(self, values: pd.Series) -> None:
        unique = values.dropna().unique()
        self.index = pd.Index(np.asarray(unique) if values.dtype == "category" else unique).sort_values()

    def __len__(self) -> int:
        return len(self.index)

    def of(self, values: pd.Series) -> Index:
        if values.dtype != "category":
            return self.index.get_indexer(values).astype(np.intp)
        codes = values.cat.codes.to_numpy()
        of_names = np.append(self.index.get_indexer(np.asarray(values.cat.categories, object)), -1)
        return of_names[codes].astype(np.intp)


def _answers(frame: pd.DataFrame, unit: _Codes, entity: _Codes, period: _Codes, account: _Codes) -> Answers:
    satisfied = frame["is_satisfied"].to_numpy(bool)
    points = frame["level_count"].to_numpy(float)
    level = frame["rating_level"].to_numpy(float)
    graded = np.isfinite(points) & np.isfinite(level) & (points > 1)
    reference = _reference(frame)
    return Answers(
        frame, unit.of(frame["unit_id"]), entity.of(frame["entity_id"]), period.of(frame["period_start_on"]),
        account.of(frame["account_id"]), _label(frame, np.where(graded, points, 2)),
        np.where(graded, points, 2).astype(np.intp), np.where(graded, level, satisfied).astype(np.intp), satisfied,
        ~reference, reference,
    )  # fmt: skip


def _reference(frame: pd.DataFrame) -> Mask:
    """Third parties and back-checks; customers' own forms too, unless strangers asked enough."""
    independent = frame["is_independent"].to_numpy(bool)
    alone = frame["collector_org_code"].eq("self").fillna(False).to_numpy(bool)
    back_check = frame["checked_answer_id"].notna().to_numpy(bool)
    strangers = independent & (~alone | back_check)
    enough = strangers.sum() >= max(100, 0.02 * len(frame))
    return strangers if enough else independent


def _label(frame: pd.DataFrame, points: Array) -> Index:
    """Number of each answer's kind: collector organisation x channel x points."""
    labels = _collected(frame) + "|" + points.astype(int).astype(str).astype(object)
    return np.asarray(pd.factorize(labels, sort=True)[0], np.intp)


def _collected(frame: pd.DataFrame) -> np.ndarray:
    org, channel = (frame[name].fillna(UNKNOWN) for name in ("collector_org_code", "channel_code"))
    return np.asarray(org.astype(str).to_numpy(object) + "|" + channel.astype(str).to_numpy(object), object)


def _kinds(answers: Answers, units: int) -> tuple[Index, ...]:
    """The commonest kind among each unit's judged answers, at three resolutions."""
    collected = np.asarray(pd.factorize(_collected(answers.frame), sort=True)[0], np.intp)
    codes = answers.kind, collected, np.zeros_like(answers.kind)
    return tuple(_commonest(code, answers, units) for code in codes)


def _commonest(code: Index, answers: Answers, units: int) -> Index:
    rows = answers.judged
    width = int(code.max(initial=0)) + 1
    pairs, count = np.unique(answers.unit[rows] * width + code[rows], return_counts=True)
    unit, kind = np.divmod(pairs, width)
    order = np.lexsort((-kind, count, unit))
    best = np.zeros(units, np.intp)
    best[unit[order]] = kind[order]
    return best
