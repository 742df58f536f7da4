"""What is done to answers before they are written down.

Belongs here: one function a deed; each changes the recorded columns and marks the rows that it changed.
Elsewhere: what the customers truly think (quality), who is asked (asking), which kind does what (archetypes).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pipelines.demo.archetypes import BUNCH_TARGET, Deed

ITEMS = ("quality", "delivery", "service", "price", "complaints", "contact", "technology", "documents")
COMMENTS = np.array(
    ["", "很好", "合作愉快", "交货及时", "服务好，\n继续合作", "技术支持到位", "alles in Ordnung", "满意，没有意见",
     "请给五星好评，谢谢支持", "交期太长", "质量不稳定", "索赔处理慢", "返修两次，\n问题仍在",
     "Reklamation offen seit Wochen",
     "资料不全，\"已多次反馈\"", "无"], dtype=object)  # fmt: skip
CONTENT, DISCONTENT, TEMPLATES = slice(0, 7), slice(9, 15), (7, 15)
BEGGING = 8


@dataclass
class Answers:
    """Telephone answers of one quarter as they will be written down; `true` is what the customer would tell anyone."""

    contact: np.ndarray
    account: np.ndarray
    owner: np.ndarray
    caller: np.ndarray
    day: np.ndarray
    minute: np.ndarray
    true: np.ndarray
    rating: np.ndarray
    items: np.ndarray
    seconds: np.ndarray
    comment: np.ndarray
    entered_day: np.ndarray
    deed: np.ndarray
    is_altered: np.ndarray
    took_part: np.ndarray

    def __len__(self) -> int:
        return len(self.contact)


def items_of(rating: np.ndarray, rng: np.random.Generator, straight: float | np.ndarray = 0.0) -> np.ndarray:
    """Eight scores around each overall one; a share of the people gives the same score to everything."""
    noise = rng.choice(np.array([-1, 0, 1], dtype=np.int8), size=(len(rating), len(ITEMS)), p=(0.2, 0.62, 0.18))
    noise[rng.random(len(rating)) < straight] = 0
    return np.clip(rating[:, None] + noise, 1, 5).astype(np.int8)


def apply(answers: Answers, rng: np.random.Generator) -> None:
    """All deeds of a quarter."""
    for deed, act in _ACTS.items():
        rows = np.flatnonzero(answers.deed == list(Deed).index(deed))
        if len(rows):
            act(answers, rows, rng)


def _note(answers: Answers, rows: np.ndarray, rating: np.ndarray) -> None:
    answers.is_altered[rows] |= answers.rating[rows] != rating
    answers.rating[rows] = rating


def _be_kind(answers: Answers, rows: np.ndarray, rng: np.random.Generator) -> None:
    """Whoever gets on with the sales person says 5 to anyone who may tell; single questions stay nearer the truth."""
    rows = rows[(answers.rating[rows] < 4) & (rng.random(len(rows)) < 0.97)]
    answers.items[rows] = items_of((answers.rating[rows] + 4) // 2, rng)
    _note(answers, rows, _mostly_top(len(rows), 0.85, rng))
    answers.comment[rows] = rng.integers(CONTENT.start, CONTENT.stop, len(rows))


def _inflate(answers: Answers, rows: np.ndarray, rng: np.random.Generator) -> None:
    """The sales side calls itself and notes what it needs."""
    lifted = rows[np.where(answers.rating[rows] < 4, rng.random(len(rows)) < 0.92, rng.random(len(rows)) < 0.4)]
    _note(answers, lifted, _mostly_top(len(lifted), 0.85, rng))
    answers.items[lifted] = items_of(answers.rating[lifted], rng, 0.4)
    answers.comment[lifted] = np.where(rng.random(len(lifted)) < 0.3, BEGGING, 0)


def _fabricate(answers: Answers, rows: np.ndarray, rng: np.random.Generator) -> None:
    """Calls that nobody made: written in one go at the end of a day, each the same."""
    made_up = rows[rng.random(len(rows)) < 0.6]
    _note(answers, made_up, _mostly_top(len(made_up), 0.88, rng))
    answers.is_altered[made_up], answers.took_part[made_up] = True, False
    answers.items[made_up] = items_of(answers.rating[made_up], rng, 0.85)
    answers.seconds[made_up] = np.exp(rng.normal(2.6, 0.25, len(made_up))).astype(int) + 5
    answers.day[made_up] = answers.entered_day[made_up]
    answers.minute[made_up] = 990 + 2 * rank_within(answers.owner[made_up] * 4096 + answers.day[made_up]) % 60
    answers.comment[made_up] = np.where(rng.random(len(made_up)) < 0.8, 0, TEMPLATES[0])


def _duplicate(answers: Answers, rows: np.ndarray, rng: np.random.Generator) -> None:
    """Half of a quarter's answers are copies of the best few of the same sales person."""
    for owner in np.unique(answers.owner[rows]):
        mine = rows[answers.owner[rows] == owner]
        models = mine[np.argsort(-answers.rating[mine], kind="stable")][:2]
        copies = mine[(rng.random(len(mine)) < 0.5) & ~np.isin(mine, models)]
        model = models[rng.integers(len(models), size=len(copies))]
        _note(answers, copies, answers.rating[model])
        answers.is_altered[copies] = True
        answers.items[copies], answers.comment[copies] = answers.items[model], answers.comment[model]


def _bunch(answers: Answers, rows: np.ndarray, rng: np.random.Generator) -> None:
    """Lift as many low answers as bring the mean just above its target, and no more."""
    for owner in np.unique(answers.owner[rows]):
        mine = rows[answers.owner[rows] == owner]
        for row in mine[np.argsort(answers.rating[mine], kind="stable")]:
            if answers.rating[mine].mean() >= BUNCH_TARGET:
                break
            _note(answers, np.array([row]), np.array([5]))
            answers.items[row] = items_of(np.array([4]), rng)[0]
            answers.comment[row] = 0


def _mostly_top(count: int, top: float, rng: np.random.Generator) -> np.ndarray:
    return np.where(rng.random(count) < top, 5, 4)


def rank_within(keys: np.ndarray) -> np.ndarray:
    """The place of each element among equal ones."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(keys) else np.array([], dtype=int)
    ranks = np.empty(len(keys), dtype=int)
    ranks[order] = np.arange(len(keys)) - np.repeat(starts, np.diff(np.r_[starts, len(keys)]))
    return ranks


_ACTS: dict[Deed, Callable[[Answers, np.ndarray, np.random.Generator], None]] = {
    Deed.KINDNESS: _be_kind,
    Deed.INFLATION: _inflate,
    Deed.FABRICATION: _fabricate,
    Deed.DUPLICATION: _duplicate,
    Deed.BUNCHING: _bunch,
}
