"""What may stand on the page: messages in two languages, numbers as people read them, text from outside made inert.

Belongs here: the two kinds of bilingual text, formats of numbers, what is done to foreign text.
Elsewhere: the messages themselves (messages/*.yml), who says what (the sections), HTML (render).
"""

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Union

NARROW = "\u202f"
DASH = "–"
_PSEUDONYM = re.compile(r"[0-9a-f]{32}\Z")
Value = Union[str, "Say", "Both"]


@dataclass(frozen=True)
class Say:
    """A message of messages/*.yml with its values; values are finished text."""

    key: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Both:
    """Text that arrives in both languages (names of KPIs, reasons, questions of detectors)."""

    en: str
    zh: str


def say(key: str, **values: Value) -> Say:
    """A message with its values."""
    return Say(key, values)


def say_count(key: str, count: int, **values: Value) -> Say:
    """A message about `{n}` things; English needs a form of its own for one."""
    return Say(f"{key}.one" if count == 1 else f"{key}.many", {"n": number(count), **values})


def sentences(*parts: Value | None) -> Value:
    """Sentences one after the other, each language with its own space between them; what is missing is left out."""
    told = [part for part in parts if part]
    joined: Value = told[0] if told else ""
    for part in told[1:]:
        joined = say("sentences", first=joined, second=part)
    return joined


def both(row: Mapping[str, object], stem: str, limit: int = 400) -> Both:
    """The columns `<stem>_en` and `<stem>_zh` of a row, inert."""
    return Both(inert(row.get(f"{stem}_en"), limit=limit), inert(row.get(f"{stem}_zh"), limit=limit))


def finite(value: object) -> float | None:
    """A number, or None for what is missing, no number or not finite."""
    if value is None or isinstance(value, bool | str):
        return None
    try:
        result = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return result if math.isfinite(result) else None


def whole(value: object) -> int:
    """A count; what is missing counts as none."""
    return int(finite(value) or 0)


def number(value: object) -> str:
    """A count with thousands separators, or a number with four significant digits."""
    found = finite(value)
    if found is None:
        return DASH
    return (f"{found:,.0f}" if found == round(found) else f"{found:,.4g}").replace("-", "−")


def percent(value: object) -> str:
    """A share between 0 and 1 as `91.2 %`; what is not all never reads as 100.0 %, what is not none never as 0.0 %."""
    share = finite(value)
    if share is None:
        return DASH
    rounded = Decimal(repr(share * 100)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if rounded == 100 and share < 1:
        return f"> 99.9{NARROW}%"
    if rounded == 0 and share > 0:
        return f"< 0.1{NARROW}%"
    return f"{rounded}{NARROW}%".replace("-", "−")


def interval(lower: object, upper: object) -> str:
    """Two shares as `78.1–84.0 %`."""
    low, high = percent(lower), percent(upper)
    return DASH if DASH in (low, high) else f"{low.removesuffix(NARROW + '%')}{DASH}{high}"


def points(value: object) -> str:
    """A difference of shares in percentage points, with its sign."""
    found = finite(value)
    return DASH if found is None else f"{found * 100:+.1f}".replace("-", "−")


def money(amount: object, currency: object) -> str:
    """An amount with thousands separators, after its currency."""
    try:
        value = Decimal(str(amount))
    except ArithmeticError:
        return DASH
    if amount is None or not value.is_finite():
        return DASH
    text = f"{value.quantize(Decimal(1), ROUND_HALF_UP):,}" if abs(value) >= 1000 else f"{value:,.2f}"
    return f"{inert(currency)} {text}".strip().replace("-", "−")


def p_value(value: object) -> str:
    """A probability as `= 0.003` or `< 0.001`."""
    found = finite(value)
    if found is None:
        return DASH
    return "< 0.001" if found < 0.001 else f"= {found:.3f}"


def inert(value: object, limit: int = 80) -> str:
    """Text from outside: one line, no control, direction or invisible characters, at most `limit` characters."""
    if value is None:
        return ""
    text = "".join(c if _is_harmless(c) else f"\\u{ord(c):04x}" for c in str(value)[: 2 * limit])
    return text if len(text) <= limit else text[: limit - 1] + "…"


def short(value: object, limit: int = 40) -> str:
    """A name from outside, inert; of a pseudonym its first eight characters."""
    text = inert(value, limit)
    return text[:8] if _PSEUDONYM.match(text) else text


def _is_harmless(character: str) -> bool:
    """Not: Cc control, Cf format (bidi, zero width), Cs surrogate, Co private, Cn unassigned, Zl, Zp separators."""
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
