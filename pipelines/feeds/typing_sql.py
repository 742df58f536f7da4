"""One text becomes one typed value: the SQL of each type, and of what makes a text unreadable.

Belongs here: strict reading of numbers, dates, times, codes; what DuckDB's casts would accept too kindly.
Elsewhere: where the text comes from and in which order rules are asked (conform).

DuckDB's try_cast alone will not do: it rounds 1.5 to 2 and 1.23456 to four decimals, reads 0x10, 1_000 and 1e3, drops
what follows a date, and ignores the zone of `10:00+08:00`. A readable value in the usual form takes a cheap lane;
all else is looked at with a regular expression, by CASE only in the rows that need it.
"""

import re
from dataclasses import dataclass, replace

from pipelines.feeds import local_time
from pipelines.feeds.contract import NUMBERS, SQL_TYPE, Column, ColumnType
from pipelines.feeds.mapping import Scale, zoned
from pipelines.feeds.problem import Rule
from pipelines.warehouse.connect import name, quote

_INTEGER = r"[+-]?[0-9]{1,18}(\.0*)?"
_NUMBER = r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)"
# A large or small number as Java writes it, and with it many exports: all its digits are there. A spreadsheet's
# 1.23E+11 is rounded and stays unreadable.
_JAVA = r"[+-]?[1-9]\.[0-9]+E-?[1-9][0-9]?"
_ZONED = (
    r"([0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?)"
    r" ?(Z|z|UTC|[+-][0-9]{2}(?::?[0-9]{2})?)"
)
_WHITE = "' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(12288)"
_TRUE = ("true", "t", "yes", "y", "1", "是")
_FALSE = ("false", "f", "no", "n", "0", "否")
# Without an end, as ERP systems write the last day of what still holds.
_LAST_DAY, _OPEN_END = "valid_to_on", "date '9999-12-31'"
_FIRST, _LAST = "timestamp '1900-01-01'", "timestamp '2200-01-01'"
_DECIMALS = {kind: int(places) for kind in NUMBERS
             for places in re.findall(r"DECIMAL\([0-9]+, ?([0-9]+)\)", SQL_TYPE[kind])}  # fmt: skip
_WIDE, _NARROW = "０１２３４５６７８９．，－＋％（）／：−\u00a0\u202f\u3000", "0123456789.,-+%()/:-   "
_SHRINK = str.maketrans(_WIDE, _NARROW)
# A day and a month that could be exchanged, as in 03/04/2026.
_TWO_WAYS = r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4}|[0-9]{2})([ T].*)?"


@dataclass(frozen=True)
class Dialect:
    """How a source writes the values of one column."""

    time_zone: str
    formats: tuple[str, ...] = ()
    decimal: str = "."
    thousands: str | None = None
    scale: Scale | None = None
    is_clean: bool = False
    percent: str | None = None
    symbols: tuple[str, ...] = ()
    negatives: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether nothing is declared of its numbers."""
        return self.decimal == "." and not (self.thousands or self.percent or self.symbols or self.negatives)


@dataclass(frozen=True)
class Typed:
    """SQL of a typed value; `local` and `offset` are the local time and its offset, computed one step before."""

    sql: str
    local: str | None = None
    offset: str | None = None


def typed(column: str, kind: ColumnType, dialect: Dialect) -> Typed:
    """The SQL that types the text column `x <column>`; null where it cannot be read."""
    x = name("x " + column)
    match kind:
        case ColumnType.INTEGER:
            return Typed(_number(x, _INTEGER, "bigint", dialect))
        case ColumnType.DECIMAL | ColumnType.AMOUNT | ColumnType.SCORE:
            return Typed(_decimal(x, kind, dialect))
        case ColumnType.BOOLEAN:
            return Typed(f"case when lower(trim({x})) in ({_list(_TRUE)}) then true "
                         f"when lower(trim({x})) in ({_list(_FALSE)}) then false end")  # fmt: skip
        case ColumnType.DATE:
            day = _day(x, dialect)
            return Typed(f"nullif({day}, {_OPEN_END})" if column == _LAST_DAY else day)
        case ColumnType.TIMESTAMP:
            return _instant(column, x, dialect)
    return Typed(x if dialect.is_clean else clean(x))


def _day(x: str, dialect: Dialect) -> str:
    return f"cast({_local(x, dialect, zoned=True)} as date)"


def clean(x: str) -> str:
    """A text without white space around it, null when nothing is left; a clean one costs three comparisons."""
    stripped = f"nullif(trim({x}, {_WHITE}), '')"
    return f"case when {x} < '!' or suffix({x}, ' ') or suffix({x}, chr(9)) then {stripped} else {x} end"


def broken(column: str, contract: Column, dialect: Dialect) -> list[tuple[Rule, str]]:
    """What makes the text of a column unreadable: rules with their conditions, in the order to be asked."""
    x, value = name("x " + column), name(column)
    unread = f"({value} is null and {x} is not null and trim({x}) <> '')"
    match contract.type:
        case ColumnType.CODE:
            return [(Rule.UNKNOWN_CODE, f"{value} not in ({_list(contract.values)})")]
        case ColumnType.CURRENCY:
            return [(Rule.NOT_A_CURRENCY, f"not regexp_full_match({value}, '[A-Z]{{3}}')")]
        case ColumnType.PERIOD:
            form = "[12][0-9]{3}(-Q[1-4]|-(0[1-9]|1[0-2]))?"
            return [(Rule.NOT_A_PERIOD, f"not regexp_full_match({value}, '{form}')")]
        case ColumnType.INTEGER:
            return [(Rule.NOT_A_NUMBER, unread)]
        case ColumnType.DECIMAL | ColumnType.AMOUNT | ColumnType.SCORE:
            number = _number_text(_narrow(x), replace(dialect, percent=dialect.percent and "points"))
            readable = f"regexp_full_match({number}, '{_NUMBER}')"
            exact = f"try_cast({number} as decimal(38, 12)) is not null"
            places = _DECIMALS[contract.type] - (2 if dialect.percent == "share" else 0)
            tail = rf"regexp_matches({number}, '\.[0-9]{{{places}}}[0-9]*[1-9]')"
            return [(Rule.TOO_MANY_DECIMALS, f"({unread} and {readable} and {exact} and {tail})"),
                    (Rule.NOT_A_NUMBER, unread)]  # fmt: skip
        case ColumnType.BOOLEAN:
            return [(Rule.NOT_A_BOOLEAN, unread)]
        case ColumnType.DATE:
            out = f"({value} < date '1900-01-01' or {value} >= date '2200-01-01')"
            if column == _LAST_DAY:
                unread = f"({unread} and {_day(x, dialect)} is distinct from {_OPEN_END})"
            return [(Rule.NOT_A_DATE, f"({unread} or {out})")]
        case ColumnType.TIMESTAMP:
            return _broken_instant(column, value, unread, dialect)
    return []


def _decimal(x: str, kind: ColumnType, dialect: Dialect) -> str:
    places, sql_type = _DECIMALS[kind], SQL_TYPE[kind]
    strict = _number(x, _decimal_form(places), sql_type, dialect)
    if dialect.percent == "share":
        strict = _share(x, places, sql_type, dialect, strict)
    if not dialect.is_plain:
        return strict
    one_digit = f"cast(try_cast({x} as tinyint) as {sql_type})"  # a third cheaper than the cast to a decimal
    return f"case strlen({x}) when 1 then {one_digit} when 2 then try_cast({x} as {sql_type}) else {strict} end"


def _decimal_form(places: int) -> str:
    return rf"[+-]?([0-9]+(\.[0-9]{{0,{places}}}0*)?|\.[0-9]{{1,{places}}}0*)" if places else r"[+-]?[0-9]+(\.0*)?"


def _share(x: str, places: int, sql_type: str, dialect: Dialect, without_sign: str) -> str:
    """A number with a percent sign is a hundredth of itself; one without it is taken as it stands."""
    points = _number(x, _decimal_form(places - 2), f"decimal(24, {places - 2})", replace(dialect, percent="points"))
    return f"case when {has_percent_sign(x)} then try_cast(({points}) * 0.01 as {sql_type}) else {without_sign} end"


def has_percent_sign(x: str) -> str:
    """Whether a percent sign stands in a text, full width or not."""
    return f"contains({_narrow(x)}, '%')"


def _number(x: str, form: str, sql_type: str, dialect: Dialect) -> str:
    """A number in the usual form costs one regular expression; full-width digits are read where they stand."""
    wide = _matching(_number_text(_narrow(x), dialect), form, sql_type)
    if not dialect.is_plain:
        return wide
    text = _number_text(x, dialect)
    return (f"case when regexp_full_match({text}, '{form}') then try_cast({text} as {sql_type}) "
            f"when strlen({x}) <> length({x}) then {wide} "
            f"when contains({x}, 'E') then {_written_out(text, sql_type)} end")  # fmt: skip


def _written_out(text: str, sql_type: str) -> str:
    exact = f"try_cast({text} as decimal(38, 12))"
    return (f"(case when regexp_full_match({text}, '{_JAVA}') and {exact} = try_cast({exact} as {sql_type}) "
            f"then try_cast({exact} as {sql_type}) end)")  # fmt: skip


def _matching(text: str, form: str, sql_type: str) -> str:
    return f"case when regexp_full_match({text}, '{form}') then try_cast({text} as {sql_type}) end"


def _narrow(x: str) -> str:
    """Full-width digits and signs as their narrow ones."""
    return f"translate({x}, {quote(_WIDE)}, {quote(_NARROW)})"


def _number_text(x: str, dialect: Dialect) -> str:
    """The text of a number with a decimal point and without thousands; one in wrong places stays unreadable."""
    text = f"trim({x})"
    for symbol in dialect.symbols:
        text = f"replace({text}, {quote(symbol.translate(_SHRINK))}, '')"
    if dialect.symbols:
        text = f"trim({text})"
    text = _signed(text, dialect)
    if dialect.percent == "points":
        text = f"(case when suffix({text}, '%') then rtrim({text}[:-2]) else {text} end)"
    if dialect.thousands is not None:
        mark = quote(dialect.thousands)
        point = "\\" + dialect.decimal
        grouped = rf"[+-]?[0-9]{{1,3}}(\{dialect.thousands}[0-9]{{3}})+({point}[0-9]*)?"
        text = (
            f"(case when regexp_full_match({text}, {quote(grouped)}) then replace({text}, {mark}, '') else {text} end)"
        )
    if dialect.decimal == ",":
        text = f"(case when contains({text}, '.') then 'no number' else replace({text}, ',', '.') end)"
    return text


def _signed(text: str, dialect: Dialect) -> str:
    """Accounting's negatives, `(12)` and `12-`, with the sign in front."""
    if "parentheses" in dialect.negatives:
        inside = f"trim(substr({text}, 2, length({text}) - 2))"
        text = f"(case when {text}[1] = '(' and suffix({text}, ')') then '-' || {inside} else {text} end)"
    if "trailing_minus" in dialect.negatives:
        text = f"(case when suffix({text}, '-') then '-' || rtrim({text}, '- ') else {text} end)"
    return text


def _local(x: str, dialect: Dialect, *, zoned: bool) -> str:
    """A local date and time. With `zoned`, a zone behind it is dropped: the day is the day as it is written."""
    if dialect.formats:
        return f"coalesce({_by_formats(f'trim({x})', dialect)}, {_by_formats(f'trim({_narrow(x)})', dialect)})"
    starts = f"({x} >= '0' and {x} < ':')"
    usual = f"{starts} and (strlen({x}) = 10 or (strlen({x}) = 19 and {x}[17] = ':'))"
    text = f"trim({_narrow(x)})"
    other = f"case when {_digit(text)} and not {_is_zoned(text)} then try_cast({text} as timestamp)"
    if zoned:
        other += f" when {_is_zoned(text)} then try_cast(regexp_extract({text}, '{_ZONED}', 1) as timestamp)"
    return f"case when {usual} then try_cast({x} as timestamp) else {other} end end"


def _readings(text: str, dialect: Dialect) -> list[str]:
    """The text as each of the formats reads it; with a zone, as UTC."""
    return [f"cast(try_strptime({text}, {quote(format_)}) as timestamp)" for format_ in dialect.formats]


def _by_formats(text: str, dialect: Dialect) -> str:
    """The one reading of all formats; null when two of them read the text differently."""
    readings = _readings(text, dialect)
    if len(readings) == 1:
        return readings[0]
    least, greatest = f"least({', '.join(readings)})", f"greatest({', '.join(readings)})"
    return f"case when {least} = {greatest} then {least} end"


def ambiguous(column: str, dialect: Dialect) -> str:
    """Whether a text that is no date could be read as two days; asked of refused rows alone."""
    text = f"trim({_narrow(name('x ' + column))})"
    if dialect.formats:
        readings = ", ".join(_readings(text, dialect))
        return f"least({readings}) < greatest({readings})"
    parts = [f"try_cast(regexp_extract({text}, '{_TWO_WAYS}', {part}) as integer)" for part in (1, 2)]
    both = " and ".join(f"{part} between 1 and 12" for part in parts)
    return f"(regexp_full_match({text}, '{_TWO_WAYS}') and {both})"


def _digit(text: str) -> str:
    return f"({text} >= '0' and {text} < ':')"


def _is_zoned(text: str) -> str:
    """Whether a zone stands behind the time (a text that ends in one is never read as local)."""
    behind = "([0-9:][Zz]|UTC|[:0-9T ][0-9]*[+-][0-9]{2}:?([0-9]{2})?)$"
    return f"(regexp_matches({text}, '{behind}') and strlen({text}) > 10)"


def _instant(column: str, x: str, dialect: Dialect) -> Typed:
    local, offset = name("n " + column), name("o " + column)
    offset_sql = None
    if any(zoned(text) for text in dialect.formats):
        return Typed(local, _local(x, dialect, zoned=False))
    if local_time.is_fixed(dialect.time_zone):
        seconds = local_time.pieces(dialect.time_zone)[0].offset
        moved = local if seconds == 0 else f"{local} - to_seconds({seconds})"
    else:
        offset_sql = local_time.offset_sql(local, dialect.time_zone)
        moved = f"case when {offset} > {local_time.TWICE} then {local} - to_seconds({offset}) end"
    if not dialect.formats:
        moved = f"case when {local} is not null or {x} is null then {moved} else {_zoned_instant(x)} end"
    return Typed(moved, _local(x, dialect, zoned=False), offset_sql)


def _zoned_instant(x: str) -> str:
    """A time with its zone: the zone that is written counts, not the mapping's."""
    text = f"trim({x})"
    base = f"try_cast(regexp_extract({text}, '{_ZONED}', 1) as timestamp)"
    zone = f"replace(regexp_extract({text}, '{_ZONED}', 2), ':', '')"
    minutes = f"(try_cast({zone}[2:3] as integer) * 60 + coalesce(try_cast(nullif({zone}[4:5], '') as integer), 0))"
    signed = f"case when {zone} in ('Z', 'z', 'UTC') then 0 when {zone}[1] = '-' then -{minutes} else {minutes} end"
    return f"case when regexp_full_match({text}, '{_ZONED}') then {base} - to_minutes({signed}) end"


def _broken_instant(column: str, value: str, unread: str, dialect: Dialect) -> list[tuple[Rule, str]]:
    rules: list[tuple[Rule, str]] = []
    if not local_time.is_fixed(dialect.time_zone) and not any(zoned(text) for text in dialect.formats):
        offset = name("o " + column)
        rules += [(Rule.NO_SUCH_LOCAL_TIME, f"{offset} = {local_time.SKIPPED}"),
                  (Rule.LOCAL_TIME_TWICE, f"{offset} = {local_time.TWICE}")]  # fmt: skip
    return [*rules, (Rule.NOT_A_TIME, f"({unread} or {value} < {_FIRST} or {value} >= {_LAST})")]


def _list(texts: tuple[str, ...]) -> str:
    return ", ".join(quote(text) for text in texts)
