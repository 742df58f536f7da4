"""What the values of a column look like: dates and their formats, numbers, addresses, scales; and their shapes.

Belongs here: kinds of text, told from the text alone.
Elsewhere: which column they belong to (propose); how they are read strictly (typing_sql).
"""

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What most values of a column are."""

    NOTHING = "nothing"
    DATE = "date"
    TIMESTAMP = "timestamp"
    INTEGER = "integer"
    NUMBER = "number"
    PERCENT = "percent"
    BOOLEAN = "boolean"
    CURRENCY = "currency"
    PERIOD = "period"
    EMAIL = "email"
    PHONE = "phone"
    DURATION = "duration"
    CODE = "code"
    WORD = "word"
    LONG_TEXT = "long text"
    TEXT = "text"


_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z")
_PHONE = re.compile(r"(\+?\d{1,4}[\s-])?\(?\d{2,4}\)?[\s-]\d{3,4}[\s-]?\d{3,4}\Z|1[3-9]\d{9}\Z|\+\d{8,15}\Z")
_NUMBER = re.compile(
    r"[+(-]?\s*[￥¥$€£]?\s*[+-]?(\d{1,3}([,.' ]\d{3})+|\d+)([.,]\d+)?\s*[)-]?(\s*(元|万元|[A-Z]{3}|€))?\Z"
)
_INTEGER = re.compile(r"[+-]?\d{1,18}\Z")
_PERCENT = re.compile(r"[+-]?\d+([.,]\d+)?\s*[%％]\Z")
_CURRENCY = re.compile(r"[A-Z]{3}\Z")
_PERIOD = re.compile(r"(19|20)\d\d(-?Q[1-4]|-(0[1-9]|1[0-2]))\Z|(19|20)\d\d\Z")
_DURATION = re.compile(
    r"(?=\d)(\d+\s*(小时|时|h)\s*)?(\d+\s*(分钟|分|min|m)\s*)?(\d+\s*(秒|sec|seconds|s))?(?<=\D)\Z|\d{1,2}:\d{2}:\d{2}\Z"
)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s?(Z|UTC|[+-]\d{2}:?\d{2})?)?\Z")
_SECONDS = re.compile(r"\d+\s*(秒|sec|seconds|s)?\Z")
_DATE_LIKE = re.compile(r"\d{1,4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,4}|\d{8}\Z|\d{14}\Z|\d{1,2}[ /-][A-Za-z]{3}\b")
_BOOLEANS = {"true", "false", "yes", "no", "y", "n", "t", "f", "是", "否"}
_DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y",
         "%m-%d-%Y", "%d/%m/%y", "%m/%d/%y", "%d.%m.%y", "%d-%b-%Y", "%d/%b/%y", "%d %b %Y", "%b %d, %Y")  # fmt: skip
_TIMES = ("%H:%M:%S", "%H:%M", "%I:%M %p", "%I:%M:%S %p", "%H:%M:%S.%f")
_DATE_FORMATS = (*_DAYS, *(f"{day} {time}" for day in _DAYS for time in _TIMES), "%Y%m%d%H%M%S")
_EXCHANGED = (("%d/%m/", "%m/%d/"), ("%d-%m-", "%m-%d-"), ("%d.%m.", "%m.%d."))
_FEW = 12  # distinct values that a closed list has at most
MOST = 0.9  # of the values must be of a kind: the rest is dirt or a token for "no answer"


@dataclass(frozen=True)
class Profile:
    """One column's values. `formats` are strptime formats that read all dates, `twin` is the other reading of one."""

    kind: Kind
    filled: int
    distinct: int
    formats: tuple[str, ...] = ()
    twin: str | None = None
    low: float | None = None
    high: float | None = None
    thousands: str | None = None
    decimal: str = "."
    symbols: tuple[str, ...] = ()
    negatives: tuple[str, ...] = ()
    is_mark_open: bool = False
    missing: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def is_unique(self) -> bool:
        """Whether no value occurs twice."""
        return self.filled > 0 and self.filled == self.distinct


def profile(values: Sequence[str], missing: frozenset[str]) -> Profile:
    """What the filled values of a column are; tokens in `missing` (small letters) are counted apart."""
    tokens = Counter(v for v in values if v.casefold() in missing)
    real = [v for v in values if v.casefold() not in missing]
    counts = Counter(real)
    given = tuple(sorted(tokens))
    if not real:
        return Profile(Kind.NOTHING, 0, 0, missing=given)
    kind, formats, twin = _kind(list(counts), counts)
    numbers = [n for v in counts if (n := number_of(v)) is not None] if kind in _NUMERIC else []
    low, high = (min(numbers), max(numbers)) if numbers else (None, None)
    thousands, decimal = _marks(list(counts)) if kind is Kind.NUMBER else (None, ".")
    symbols = _symbols(counts) if kind is Kind.NUMBER else _units(counts) if kind is Kind.DURATION else ()
    return Profile(
        kind, len(real), len(counts), formats, twin, low, high, thousands, decimal,
        symbols=symbols, negatives=_negatives(counts) if numbers else (),
        is_mark_open=thousands == "," and all(_ONE_COMMA.match(v) for v in counts),
        missing=given, words=tuple(sorted(counts)) if len(counts) <= _FEW else (),
    )  # fmt: skip


def _symbols(values: Iterable[str]) -> tuple[str, ...]:
    """Signs of currencies and units that stand beside numbers."""
    return tuple(sorted({sign for v in values for sign in _SYMBOL.findall(v)}))


def _units(values: Iterable[str]) -> tuple[str, ...]:
    """The words for seconds, when all durations are in seconds."""
    found = [_SECONDS.match(v) for v in values]
    return tuple(sorted({f[1] for f in found if f and f[1]})) if all(found) else ()


def _negatives(values: Iterable[str]) -> tuple[str, ...]:
    """The ways of accountants to write what is below zero."""
    found = ["parentheses"] if any(v.startswith("(") and v.endswith(")") for v in values) else []
    return (*found, *(["trailing_minus"] if any(v.endswith("-") for v in values) else []))


_SYMBOL = re.compile(r"[￥¥$€£]|万元|元|[A-Z]{3}")
_ONE_COMMA = re.compile(r"\d{1,3},\d{3}\Z")
_NUMERIC = (Kind.INTEGER, Kind.NUMBER, Kind.PERCENT)


def _kind(distinct: list[str], counts: Counter[str]) -> tuple[Kind, tuple[str, ...], str | None]:
    dated = [v for v in distinct if _DATE_LIKE.match(v)]
    if _are_most(len(dated), len(distinct)) and (found := date_formats(dated)) is not None:
        is_timed = any(":" in v for v in dated) or any("%H" in form for form in found[0])
        return (Kind.TIMESTAMP if is_timed else Kind.DATE), *found
    for kind, is_one in _TESTS:
        if _are_most(sum(1 for v in distinct if is_one(v)), len(distinct)):
            return kind, (), None
    lengths = [v for v in distinct if _DURATION.match(v) or _INTEGER.match(v)]
    if _are_most(len(lengths), len(distinct)):
        return Kind.DURATION, (), None
    return _text_kind(distinct, sum(counts.values())), (), None


def _are_most(count: int, of: int) -> bool:
    """All but a tenth; among a few values, all but one."""
    return count >= MOST * of or (of >= 3 and count >= of - 1)


def _text_kind(distinct: list[str], filled: int) -> Kind:
    if sum(map(len, distinct)) / len(distinct) > 40 or any("\n" in v for v in distinct):
        return Kind.LONG_TEXT
    if len(distinct) <= _FEW and filled >= 3 * len(distinct):
        return Kind.WORD
    return Kind.CODE if all(re.fullmatch(r"[\w.:/+-]+", v, re.ASCII) for v in distinct) else Kind.TEXT


_TESTS = (
    (Kind.EMAIL, lambda v: bool(_EMAIL.match(v))),
    (Kind.PERCENT, lambda v: bool(_PERCENT.match(v))),
    (Kind.DURATION, lambda v: bool(_DURATION.match(v))),
    (Kind.BOOLEAN, lambda v: v.casefold() in _BOOLEANS),
    (Kind.PHONE, lambda v: bool(_PHONE.match(v)) and len(re.sub(r"\D", "", v)) >= 10),
    (Kind.INTEGER, lambda v: bool(_INTEGER.match(v))),
    (Kind.NUMBER, lambda v: bool(_NUMBER.match(unicodedata.normalize("NFKC", v)))),
    (Kind.CURRENCY, lambda v: bool(_CURRENCY.match(v))),
    (Kind.PERIOD, lambda v: bool(_PERIOD.match(v))),
)


def date_formats(values: Sequence[str]) -> tuple[tuple[str, ...], str | None] | None:
    """The formats that read all dates, and the other reading of the last one when day and month may be exchanged.

    No format is needed for ISO dates. None when most values are no dates.
    """
    if _are_most(sum(1 for v in values if _ISO.match(v) and _is_real(v[:10], "%Y-%m-%d")), len(values)):
        return (), None
    left, formats = list(values), list[str]()
    for form in sorted(_DATE_FORMATS, key=lambda f: -sum(1 for v in values[:200] if _is_real(v, f))):
        read = [v for v in left if _is_real(v, form)]
        if read:
            formats.append(form)
            left = [v for v in left if v not in set(read)]
        if not left:
            break
    return (
        (tuple(formats), _twin(values, formats))
        if formats and _are_most(len(values) - len(left), len(values))
        else None
    )


def _twin(values: Sequence[str], formats: list[str]) -> str | None:
    """The same format with day and month exchanged, when it reads the same values."""
    for form in formats:
        for one, other in _EXCHANGED:
            if form.startswith((one, other)):
                twin = (other if form.startswith(one) else one) + form[len(one) :]
                if all(_is_real(v, twin) for v in values if _is_real(v, form)):
                    return twin
    return None


def _is_real(text: str, form: str) -> bool:
    try:
        year = dt.datetime.strptime(text, form).year
    except ValueError:
        return False
    return 1900 <= year < 2200


def number_of(text: str) -> float | None:
    """A number as a person reads it; None for what is none."""
    plain = unicodedata.normalize("NFKC", text)
    if not (_NUMBER.match(plain) or _PERCENT.match(plain)):
        return None
    digits = re.sub(r"[^\d.,-]", "", plain)
    thousands, decimal = _marks([digits])
    digits = digits.replace(thousands or "", "") if thousands else digits
    try:
        return float(digits.replace(decimal, ".").rstrip("-"))
    except ValueError:
        return None


def _marks(values: list[str]) -> tuple[str | None, str]:
    """(thousands mark, decimal mark) of numbers. One comma before three digits is taken for thousands."""
    plain = [re.sub(r"[^\d.,']", "", unicodedata.normalize("NFKC", v)) for v in values]
    for thousands, decimal in ((",", "."), (".", ","), ("'", ".")):
        grouped = re.compile(rf"\d{{1,3}}(\{thousands}\d{{3}})+(\{decimal}\d+)?\Z")
        simple = re.compile(rf"\d+(\{decimal}\d+)?\Z")
        is_grouped = [bool(grouped.match(v)) for v in plain]
        is_certain = thousands != "." or any("," in v or v.count(".") > 1 for v in plain)
        if is_certain and any(is_grouped) and all(g or simple.match(v) for g, v in zip(is_grouped, plain, strict=True)):
            return thousands, decimal
    return (None, ",") if all("." not in v for v in plain) and any("," in v for v in plain) else (None, ".")


def is_typed(text: str) -> bool:
    """Whether a cell is a value that no header would be: a number, a date, an address."""
    plain = text.strip()
    return bool(_ISO.match(plain) or _NUMBER.match(plain) or _EMAIL.match(plain) or _PERCENT.match(plain)
                or _DURATION.match(plain) or (_DATE_LIKE.match(plain) and len(plain) <= 25))  # fmt: skip


def shape(text: str, limit: int = 24) -> str:
    """A value without its content: `A` and `a` for letters, `9` for digits, `字` for other scripts; marks stay."""
    signs = ("9" if c.isdigit() else "A" if c.isascii() and c.isupper() else "a" if c.isascii() and c.isalpha() else
             "字" if c.isalpha() else c if c.isprintable() else "?" for c in text[: limit + 1])  # fmt: skip
    shown = "".join(signs)
    return shown if len(text) <= limit else shown[:limit] + "…"
