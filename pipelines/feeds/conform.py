"""A plan becomes one SELECT: typed rows, and for each refused row the first rule that it breaks.

Belongs here: its steps, and the order of the rules. The same for every format.
Elsewhere: where each column comes from (plan); how one text becomes one typed value (typing_sql); how a file becomes
text (readers).

The SELECT has three steps: `texts` names the texts of the file by canonical column, `typed` types them, `judged` finds
the first broken rule as a number. Text is looked at again only in rows that are refused: nothing on the hot path is
a regular expression, and a value that is readable costs one cast.
"""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

from pipelines.feeds import typing_sql, zones
from pipelines.feeds.contract import HASHED, ColumnType, Personal, is_item
from pipelines.feeds.plan import Field, Plan, computed
from pipelines.feeds.problem import Rule
from pipelines.feeds.pseudonymise import address_hash_sql, digest_sql, remark_hash_sql
from pipelines.feeds.readers import DETAIL, RULE
from pipelines.feeds.typing_sql import Dialect, Typed
from pipelines.warehouse.connect import name, quote

_ZONES = ((zones.UNKNOWN, Rule.UNKNOWN_ZONE), (zones.SKIPPED, Rule.NO_SUCH_LOCAL_TIME),
          (zones.TWICE, Rule.LOCAL_TIME_TWICE))  # fmt: skip
_CONTROL = r"[\x00-\x1f\x7f-\x9f\x{200e}\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}]"
# Several identifiers in one cell. A comma may stand in a name (`Li, Na`): it must part texts with digits, or a list.
_SEVERAL = r"[^;；、|\s]\s*[;；、|]\s*[^;；、|\s]|^[^\s,]*[0-9][^\s,]*(, ?[^\s,]*[0-9][^\s,]*)+$|^\[.*,.*\]$"
# What replaces a value of these classes when it is refused.
_HIDDEN: dict[Personal, str] = {p: f"(not shown: {p})" for p in Personal if p is not Personal.ACCOUNT}
Rules = list[tuple[Rule, str | None, str]]  # rule, column, SQL condition


def select(
    planned: Plan, table: str, *, received_at: dt.datetime, has_rules: bool, has_nul: bool, joined: str, empty: str = ""
) -> str:
    """The SELECT over a text table: every record in file order, typed, with its first broken rule.

    `joined` is the SQL of the joins that follow the table, or empty. `empty` is the SQL of what makes a record one
    without any value, which is ignored, or empty where nobody asks. `received_at` is UTC and naive.
    """
    rules = _rules(planned, received_at, has_nul=has_nul)
    rules = [(Rule.IGNORED, None, "is_empty"), *rules] if empty else rules
    given = {f.column: f"{f.text} as {name('x ' + f.column)}" for f in planned.fields if f.text is not None}
    inner = [text for column, text in given.items() if column not in planned.computed]
    inner += [f"{sql} as {computed(column)}" for column, sql in planned.computed.items()]
    replaced = [given[column] for column in planned.computed]
    inner += [f"{planned.ignore} as ignored"] if planned.ignore else []
    inner += [f"{empty} as is_empty"] if empty else []
    inner += [f"t.{RULE}, t.{DETAIL}"] if has_rules else []
    order = " order by t.rowid" if joined else ""
    inner += [f"{sql} as {name(f'd {sql}')}" for f in planned.fields for sql in f.digest if sql.startswith("t.")]
    typed = {f.column: _typed(f) for f in planned.stored if not f.digest}
    local = [f"{t.local} as {name('n ' + column)}" for column, t in typed.items() if t.local]
    offset = [f"cast({t.offset} as integer) as {name('o ' + column)}" for column, t in typed.items() if t.offset]
    outer = [f"{t.sql} as {name(column)}" for column, t in typed.items()]
    columns = ", ".join(name(f.column) for f in planned.stored)
    return f"""with computed as (select {", ".join(inner) or "1 as nothing"} from {table} as t{joined}{order}),
texts as (select {", ".join(["*", *replaced])} from computed),
local as (select {", ".join(["*", *local])} from texts),
offsets as (select {", ".join(["*", *offset])} from local),
typed as (select {", ".join(["*", *outer])} from offsets),
told as (select {", ".join(["*", *_digests(planned)])} from typed),
judged as (select *, {_first_broken(rules)} as broken from told)
select {columns},
{_hashes(planned)}{_outcome(planned, rules, has_rules)}
from judged"""


def _digests(planned: Plan) -> list[str]:
    def part(of: str) -> str:
        return name(f"d {of}") if of.startswith("t.") else name(of) if of in planned.stored_names else "null"

    return [f"{digest_sql([part(of) for of in f.digest])} as {name(f.column)}" for f in planned.fields if f.digest]


def _hashes(planned: Plan) -> str:
    """A keyed hash beside each free text and address: they can be told apart without being read."""
    hashed = {f.column: f.contract.personal is Personal.FREE_TEXT for f in planned.stored
              if f.contract.personal in HASHED}  # fmt: skip
    return "".join(
        f"{(remark_hash_sql if is_free else address_hash_sql)(name(column))} as {name(column + '_hash')},\n"
        for column, is_free in hashed.items()
    )


def _typed(field_: Field) -> Typed:
    if field_.text is None:
        value = "null" if field_.constant is None else quote(field_.constant)
        return Typed(f"cast({value} as {field_.contract.duckdb_type})")
    return typing_sql.typed(field_.column, field_.contract.type, field_.dialect)


def _rules(planned: Plan, received_at: dt.datetime, *, has_nul: bool) -> Rules:
    rules: Rules = []
    if planned.ignore:
        rules.append((Rule.IGNORED, None, "ignored"))
    if has_nul:
        texts = [name("x " + f.column) for f in planned.fields if f.text is not None]
        rules.append((Rule.NUL_BYTE, None, " or ".join(f"contains({x}, chr(0))" for x in texts) or "false"))
    given = {f.column: f for f in planned.fields if f.text is not None}
    for column in [*planned.required, *(c for c in given if c not in planned.required)]:
        if column in given:
            rules += [(rule, column, sql) for rule, sql in _column_rules(given[column], planned, given, received_at)]
    return rules


def _column_rules(f: Field, planned: Plan, given: dict[str, Field], received_at: dt.datetime) -> list[tuple[Rule, str]]:
    missing = Rule.MISSING_KEY if f.column in planned.key else Rule.MISSING_ROW_DATE
    return [
        *_future_rules(f, received_at),
        *_one_person(f),
        *_sign_rules(f, planned, given),
        *typing_sql.broken(f.column, f.contract, f.dialect),
        *([(missing, f"{name(f.column)} is null")] if f.column in planned.required else []),
        *_range_rules(f, planned, given),
    ]


def _one_person(f: Field) -> list[tuple[Rule, str]]:
    """A column that files also spell in the plural holds one person: several of them would be an invented one.

    They are not split: the contract counts one row per contact, and a row per person would count it several times.
    """
    if not any(alias.endswith("_ids") for alias in f.contract.aliases):
        return []
    return [(Rule.SEVERAL_IDENTIFIERS, f"coalesce(regexp_matches({name('x ' + f.column)}, {quote(_SEVERAL)}), false)")]


def _future_rules(f: Field, received_at: dt.datetime) -> list[tuple[Rule, str]]:
    """A day is compared with the day of receipt in the file's own zone."""
    if not f.contract.past_only:
        return []
    if f.contract.type is ColumnType.TIMESTAMP:
        return [(Rule.IN_THE_FUTURE, f"{name(f.column)} > timestamp '{received_at}'")]
    today = received_at.replace(tzinfo=dt.UTC).astimezone(ZoneInfo(f.dialect.time_zone)).date()
    return [(Rule.IN_THE_FUTURE, f"{name(f.column)} > date '{today}'")]


def _share_sql(f: Field, planned: Plan, given: dict[str, Field]) -> str:
    """Whether a row's value is a share, where other columns of the row decide it; never null."""
    constants = {other.column: other.constant for other in planned.fields}
    each = []
    for other, values in f.contract.share_where.items():
        sql = name(other) if other in given else f"cast({quote(constants.get(other) or '')} as varchar)"
        each.append(f"coalesce({sql} in ({', '.join(map(quote, values))}), false)")
    return f"({' and '.join(each)})"


def _sign_rules(f: Field, planned: Plan, given: dict[str, Field]) -> list[tuple[Rule, str]]:
    """A percent sign says the scale of a share, and of nothing else."""
    if not f.contract.share_where or f.dialect.percent != "share":
        return []
    signed = typing_sql.has_percent_sign(name("x " + f.column))
    return [(Rule.NOT_A_NUMBER, f"({signed} and not {_share_sql(f, planned, given)})")]


def _range_rules(f: Field, planned: Plan, given: dict[str, Field]) -> list[tuple[Rule, str]]:
    column, sql = f.contract, name(f.column)
    rules: list[tuple[Rule, str]] = []
    if column.minimum is not None:
        rules.append((Rule.BELOW_MINIMUM, f"{sql} {'<=' if column.exclusive_minimum else '<'} {column.minimum}"))
    if column.maximum is not None:
        rules.append((Rule.ABOVE_MAXIMUM, f"{sql} > {column.maximum}"))
    if column.share_where:
        rules.append((Rule.ABOVE_MAXIMUM, f"({sql} > 1 and {_share_sql(f, planned, given)})"))
    scale = f.dialect.scale
    if column.type is ColumnType.SCORE and scale is not None:
        rules.append((Rule.OUTSIDE_SCALE, f"({sql} < {scale.min} or {sql} > {scale.max})"))
    elif column.type is ColumnType.SCORE and not is_item(f.column) and {"scale_min", "scale_max"} <= set(given):
        rules.append((Rule.OUTSIDE_SCALE, f"({sql} < scale_min or {sql} > scale_max)"))
    return rules


def _first_broken(rules: Rules) -> str:
    whens = " ".join(f"when {condition} then {number}" for number, (_, _, condition) in enumerate(rules, 1))
    return f"cast(case {whens} end as smallint)" if whens else "cast(null as smallint)"


def _outcome(planned: Plan, rules: Rules, has_rules: bool) -> str:
    """The three columns behind the typed ones; a parser's rule comes before all others."""
    texts = {f.column for f in planned.fields if f.text is not None}
    classes = {f.column: f.contract.personal for f in planned.fields}
    dialects = {f.column: f.dialect for f in planned.fields}

    def case(of: Callable[[Rule, str | None], str | None]) -> str:
        found = [(number, of(rule, column)) for number, (rule, column, _) in enumerate(rules, 1)]
        whens = " ".join(f"when {number} then {sql}" for number, sql in found if sql is not None)
        value = f"case broken {whens} end" if whens else "null"
        return f"cast(case when broken is null then null else {value} end as varchar)"

    def shown(rule: Rule, column: str | None) -> str | None:
        if column is None or column not in texts:
            return None
        personal = classes[column]
        hidden = _HIDDEN.get(personal) if personal is not None else None
        if hidden and rule is Rule.SEVERAL_IDENTIFIERS:
            mark = f"regexp_extract({name('x ' + column)}, '[;；、|,]')"
            return f"{quote(hidden[:-1] + '; separated by ')} || {mark} || ')'"
        return quote(hidden) if hidden else _safe(name("x " + column))

    rule = case(lambda rule, column: _rule_sql(rule, column, dialects))
    column = case(lambda rule, column: quote(column) if column else None)
    value = case(shown)
    if has_rules:
        rule = f"coalesce({RULE}, {rule})"
        column = f"case when {RULE} is null then {column} end"
        value = f"case when {RULE} is null then {value} else {DETAIL} end"
    return f"{rule} as _rule,\n{column} as _refused_column,\n{value} as _refused_value"


def _rule_sql(rule: Rule, column: str | None, dialects: dict[str, Dialect]) -> str:
    """The name of a broken rule. Whether a date could be two days is asked here: of refused rows alone."""
    if rule not in (Rule.NOT_A_DATE, Rule.NOT_A_TIME) or column is None:
        return quote(rule)
    two_ways = typing_sql.ambiguous(column, dialects[column])
    beside = " ".join(f"when contains({name('x ' + column)}, {quote(mark)}) then {quote(of)}" for mark, of in _ZONES)
    return f"case when {two_ways} then {quote(Rule.AMBIGUOUS_DATE)} {beside} else {quote(rule)} end"


def _safe(text: str) -> str:
    """A refused value as it may be shown: one line, no control or direction characters, at most 80 characters."""
    plain = f"replace(replace(replace({text}, chr(10), '\\n'), chr(13), '\\r'), chr(9), '\\t')"
    return f"left(regexp_replace({plain}, {quote(_CONTROL)}, '?', 'g'), 80)"
