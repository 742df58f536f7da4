"""What deserves a look, what cannot be told, and what was found of all units.

Belongs here: words for units, findings and reasons.
Elsewhere: how a conclusion is reached (integrity.verdict), numbers and words (words).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipelines.report.words import (
    DASH,
    Both,
    Say,
    Value,
    both,
    finite,
    inert,
    number,
    p_value,
    percent,
    points,
    say,
    short,
    whole,
)
from pipelines.vocabulary import Conclusion, ReferenceOrigin

Row = dict[str, object]
DIMENSIONS = ("owner", "account", "branch", "team", "collector", "collector_org", "channel")
SHOWN_OPEN, SHOWN = 5, 25


@dataclass(frozen=True)
class FindingText:
    """What one detector found, in words and numbers."""

    detector: str
    reason: Both
    observed: Say
    reference: str
    origin: Say
    effect: str
    p: str


@dataclass(frozen=True)
class UnitText:
    """One unit that deserves a look."""

    dimensions: tuple[tuple[Say, str], ...]
    survey: str
    period: str
    other_periods: str
    conclusion: str
    conclusion_text: Say
    q: str
    explanation: Both
    findings: tuple[FindingText, ...]


@dataclass(frozen=True)
class Slice:
    """One conclusion or reason with its share of all units; `start` and `width` in percent."""

    code: str
    text: Value
    count: str
    share: str
    start: float
    width: float


@dataclass(frozen=True)
class RecordText:
    """How often a kind of record or claim did not add up, and why."""

    kind: Say
    reason: Both
    count: str
    period: str


@dataclass(frozen=True)
class Suspicion:
    """What the page says about units."""

    unit_count: int
    look_count: int
    first: tuple[UnitText, ...]
    more: tuple[UnitText, ...]
    unshown_count: int
    figures: tuple[UnitText, ...]
    records: tuple[RecordText, ...]
    conclusions: tuple[Slice, ...]
    cannot_tell_count: int
    reasons: tuple[Slice, ...]


def compose_suspicion(marts: Mapping[str, list[Row]]) -> Suspicion:
    """The units worth a look, best first, and the counts of all others by conclusion and reason."""
    texts = _Texts(marts)
    units = [texts.unit(row) for row in marts["looks"][:SHOWN]]
    counts = _counts(marts["conclusions"], "conclusion_code")
    looked = sum(counts[code] for code in (Conclusion.ERROR, Conclusion.WARN, Conclusion.REVIEW))
    open_questions = [r for r in marts["conclusions"] if r.get("conclusion_code") in _CANNOT]
    reasons = _counts(open_questions, "reason_code")
    return Suspicion(
        unit_count=sum(counts.values()),
        look_count=looked,
        first=tuple(units[:SHOWN_OPEN]),
        more=tuple(units[SHOWN_OPEN:]),
        unshown_count=max(0, whole(marts["looks"][0].get("subject_count")) - len(units)) if units else 0,
        figures=tuple(texts.unit(row, period) for row, period in _merged(marts["figures"])),
        records=tuple(texts.record(row) for row in marts["records"]),
        conclusions=_slices((code, counts[code], say(f"conclusion.{code}")) for code in Conclusion),
        cannot_tell_count=sum(reasons.values()),
        reasons=_slices((code, count, texts.reason(code)) for code, count in reasons.most_common()),
    )


def reasons_by_code(rows: Sequence[Row]) -> dict[object, Both]:
    """The wording of each reason by its code."""
    return {row.get("reason_code"): both(row, "text") for row in rows}


_CANNOT = (Conclusion.CANNOT_TELL, Conclusion.NO_REFERENCE)


class _Texts:
    """Words for the rows of one build: its reasons, the findings of each unit."""

    def __init__(self, marts: Mapping[str, list[Row]]) -> None:
        self.reasons = reasons_by_code(marts["reasons"])
        self.findings: dict[object, list[Row]] = {}
        for row in marts["findings"]:
            self.findings.setdefault(row.get("unit_id"), []).append(row)

    def reason(self, code: object) -> Both:
        """The wording of a reason; an unknown one stands for itself."""
        return self.reasons.get(code) or Both(inert(code), inert(code))

    def unit(self, row: Row, period: str = "") -> UnitText:
        """One unit in words; `period` stands for several periods of it."""
        code = str(row.get("conclusion_code"))
        code = code if code in set(Conclusion) else Conclusion.CANNOT_TELL
        return UnitText(
            dimensions=_dimensions(row),
            survey=inert(row.get("survey_id")),
            period=period or inert(row.get("period_id")),
            other_periods=_others(row),
            conclusion=code,
            conclusion_text=say(f"conclusion.{code}"),
            q=DASH if finite(row.get("distortion_probability")) is not None else p_value(row.get("q_value")),
            explanation=both(row, "explanation", limit=1500),
            findings=tuple(self.finding(found) for found in self.findings.get(row.get("unit_id"), [])),
        )

    def record(self, row: Row) -> RecordText:
        """What does not add up of one kind of record, in words; a subject stands by itself and has no conclusion."""
        first, last = (inert(row.get(f"{end}_period_id") or "") for end in ("first", "last"))
        return RecordText(
            kind=say(f"record.{row.get('unit_kind')}"),
            reason=self.reason(row.get("reason_code")),
            count=number(whole(row.get("finding_count"))),
            period=first if first == last else f"{first}{DASH}{last}",
        )

    def finding(self, row: Row) -> FindingText:
        """One finding in words."""
        origin = str(row.get("reference_origin_code"))
        return FindingText(
            detector=inert(row.get("detector_id")),
            reason=self.reason(row.get("reason_code")),
            observed=_observed(row),
            reference=percent(_expected(row)),
            origin=_origin(origin, row),
            effect=points(row.get("effect")) if row.get("detector_id") in OBSERVED else DASH,
            p=p_value(row.get("p_value")),
        )


OBSERVED = {"U1": "U1", "I2": "U1", "U2": "U2", "C1": "C1", "C2": "C2"}
"""Detectors that hold a satisfied share against an expected one, and the words for what they saw."""


def _observed(row: Row) -> Say:
    """What was seen; a share is the expected one plus the effect."""
    expected, effect = finite(_expected(row)), finite(row.get("effect"))
    share = percent(None if expected is None or effect is None else expected + effect)
    key = f"observed.{OBSERVED.get(str(row.get('detector_id')), 'other')}"
    return say(key, statistic=number(row.get("statistic")), n=number(row.get("n")), share=share)


def _expected(row: Row) -> object:
    """The share that honest answers would show: the reference rate, for C2 what these customers let expect."""
    share, effect = finite(row.get("statistic")), finite(row.get("effect"))
    if row.get("detector_id") == "C2" and share is not None and effect is not None:
        return share - effect
    return row.get("reference_rate")


def _others(row: Row) -> str:
    """The other periods of the subject that deserve a look."""
    periods = [part for part in str(row.get("period_ids") or "").split(", ") if part != row.get("period_id")]
    return inert(", ".join(periods), limit=200)


def _merged(figures: Sequence[Row]) -> list[tuple[Row, str]]:
    """Published figures that differ by their period alone, as the latest with a span of periods."""
    periods: dict[object, list[Row]] = {}
    for row in figures:
        periods.setdefault((row.get("subject_id"), row.get("conclusion_code")), []).append(row)
    merged = []
    for rows in periods.values():
        rows.sort(key=lambda row: str(row.get("period_id")))
        first, last = (inert(row.get("period_id")) for row in (rows[0], rows[-1]))
        merged.append((rows[-1], first if first == last else f"{first}{DASH}{last}"))
    return merged


def _origin(code: str, row: Row) -> Say:
    code = code if code in set(ReferenceOrigin) else ReferenceOrigin.NONE
    return say(f"origin.{code}", n=number(whole(row.get("reference_count"))))


def _dimensions(row: Row) -> tuple[tuple[Say, str], ...]:
    """What a unit is split by; a person is a short pseudonym."""
    found = [(say(f"dimension.{name}"), row.get(f"{name}_id") or row.get(f"{name}_code")) for name in DIMENSIONS]
    shown = tuple((name, short(value)) for name, value in found if value)
    if shown or not row.get("unit_key"):
        return shown or ((say("dimension.unit"), inert(row.get("subject_id"))),)
    return ((say("dimension.published"), inert(row.get("unit_key"))),)


def _counts(rows: Sequence[Row], column: str) -> "Counter[str]":
    counts: Counter[str] = Counter()
    for row in rows:
        counts[str(row.get(column))] += whole(row.get("unit_count"))
    return counts


def _slices(counted: Iterable[tuple[str, int, Value]]) -> tuple[Slice, ...]:
    found = [entry for entry in counted if entry[1]]
    total, start, slices = sum(count for _, count, _ in found), 0.0, []
    for code, count, text in found:
        width = 100 * count / total
        slices.append(Slice(code, text, number(count), percent(count / total), round(start, 3), round(width, 3)))
        start += width
    return tuple(slices)
