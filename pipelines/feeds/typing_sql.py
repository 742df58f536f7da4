"""One text becomes one typed value: the SQL of each type, and of what makes a text unreadable.

Belongs here: strict reading of numbers, dates, times, codes; what DuckDB's casts would accept too kindly.
Elsewhere: where the text comes from and in which order rules are asked (conform).

DuckDB's try_cast alone will not do: it rounds 1.5 to 2 and 1.23456 to four decimals, reads 0x10, 1_000 and 1e3, drops
what follows a date, and ignores the zone of `10:00+08:00`. A readable value in the usual form takes a cheap lane;
all else is looked at with a regular expression, by CASE only in the rows that need it.
"""

from dataclasses import dataclass

from pipelines.feeds import local_time
from pipelines.feeds.contract import Column, ColumnType
from pipelines.feeds.mapping import Scale
from pipelines.feeds.problem import Rule
from pipelines.warehouse.connect import name, quote

_INTEGER = r"[+-]?[0-9]{1,18}(\.0*)?"
_NUMBER = r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)"
_ZONED = (
    r"([0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?)"
    r" ?(Z|z|UTC|[+-][0-9]{2}(?::?[0-9]{2})?)"
)
_WHITE = "' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(12288)"
_TRUE = ("true", "t", "yes", "y", "1", "是")
_FALSE = ("false", "f", "no", "n", "0", "否")
_FIRST, _LAST = "timestamp '1900-01-01'", "timestamp '2200-01-01'"
_DECIMALS = {ColumnType.DECIMAL: 4, ColumnType.AMOUNT: 4, ColumnType.SCORE: 2}


@dataclass(frozen=True)
class Dialect:
    """How a source writes the values of one column."""

    time_zone: str
    formats: tuple[str, ...] = ()
    decimal: str = "."
    thousands: str | None = None
    scale: Scale | None = None
    is_clean: bool = False


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
            return Typed(_matching(_number_text(x, dialect), _INTEGER, "bigint"))
        case ColumnType.DECIMAL | ColumnType.AMOUNT | ColumnType.SCORE:
            return Typed(_decimal(x, kind, dialect))
        case ColumnType.BOOLEAN:
            return Typed(f"case when lower(trim({x})) in ({_list(_TRUE)}) then true "
                         f"when lower(trim({x})) in ({_list(_FALSE)}) then false end")  # fmt: skip
        case ColumnType.DATE:
            return Typed(f"cast({_local(x, dialect, zoned=True)} as date)")
        case ColumnType.TIMESTAMP:
            return _instant(column, x, dialect)
    return Typed(x if dialect.is_clean else clean(x))


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
            readable = f"regexp_full_match({_number_text(x, dialect)}, '{_NUMBER}')"
            exact = f"try_cast({_number_text(x, dialect)} as decimal(38, 12)) is not null"
            tail = _has_tail(x, contract.type, dialect)
            return [(Rule.TOO_MANY_DECIMALS, f"({unread} and {readable} and {exact} and {tail})"),
                    (Rule.NOT_A_NUMBER, unread)]  # fmt: skip
        case ColumnType.BOOLEAN:
            return [(Rule.NOT_A_BOOLEAN, unread)]
        case ColumnType.DATE:
            out = f"({value} < date '1900-01-01' or {value} >= date '2200-01-01')"
            return [(Rule.NOT_A_DATE, f"({unread} or {out})")]
        case ColumnType.TIMESTAMP:
            return _broken_instant(column, value, unread, dialect)
    return []


def _decimal(x: str, kind: ColumnType, dialect: Dialect) -> str:
    places, sql_type = _DECIMALS[kind], "decimal(6, 2)" if kind is ColumnType.SCORE else "decimal(18, 4)"
    form = rf"[+-]?([0-9]+(\.[0-9]{{0,{places}}}0*)?|\.[0-9]{{1,{places}}}0*)"
    strict = _matching(_number_text(x, dialect), form, sql_type)
    if dialect.decimal != "." or dialect.thousands is not None:
        return strict
    return f"case when strlen({x}) <= 2 then try_cast({x} as {sql_type}) else {strict} end"


def _has_tail(x: str, kind: ColumnType, dialect: Dialect) -> str:
    places = _DECIMALS[kind]
    return rf"regexp_matches({_number_text(x, dialect)}, '\.[0-9]{{{places}}}[0-9]*[1-9]')"


def _matching(text: str, form: str, sql_type: str) -> str:
    return f"case when regexp_full_match({text}, '{form}') then try_cast({text} as {sql_type}) end"


def _number_text(x: str, dialect: Dialect) -> str:
    """The text of a number with a decimal point and without thousands; one in wrong places stays unreadable."""
    text = f"trim({x})"
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


def _local(x: str, dialect: Dialect, *, zoned: bool) -> str:
    """A local date and time. With `zoned`, a zone behind it is dropped: the day is the day as it is written."""
    if dialect.formats:
        return f"try_strptime(trim({x}), [{_list(dialect.formats)}])"
    starts = f"({x} >= '0' and {x} < ':')"
    usual = f"{starts} and (strlen({x}) = 10 or (strlen({x}) = 19 and {x}[17] = ':'))"
    text = f"trim({x})"
    other = f"case when {_digit(text)} and not {_is_zoned(text)} then try_cast({text} as timestamp)"
    if zoned:
        other += f" when {_is_zoned(text)} then try_cast(regexp_extract({text}, '{_ZONED}', 1) as timestamp)"
    return f"case when {usual} then try_cast({x} as timestamp) else {other} end end"


def _digit(text: str) -> str:
    return f"({text} >= '0' and {text} < ':')"


def _is_zoned(text: str) -> str:
    """Whether a zone stands behind the time (a text that ends in one is never read as local)."""
    behind = "([0-9:][Zz]|UTC|[:0-9T ][0-9]*[+-][0-9]{2}:?([0-9]{2})?)$"
    return f"regexp_matches({text}, '{behind}') and strlen({text}) > 10"


def _instant(column: str, x: str, dialect: Dialect) -> Typed:
    local, offset = name("n " + column), name("o " + column)
    offset_sql = None
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
    if not local_time.is_fixed(dialect.time_zone):
        offset = name("o " + column)
        rules += [(Rule.NO_SUCH_LOCAL_TIME, f"{offset} = {local_time.SKIPPED}"),
                  (Rule.LOCAL_TIME_TWICE, f"{offset} = {local_time.TWICE}")]  # fmt: skip
    return [*rules, (Rule.NOT_A_TIME, f"({unread} or {value} < {_FIRST} or {value} >= {_LAST})")]


def _list(texts: tuple[str, ...]) -> str:
    return ", ".join(quote(text) for text in texts)
