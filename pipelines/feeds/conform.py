"""Contract and mapping become one SELECT: typed rows, and for each refused row the first rule that it breaks.

Belongs here: where each column comes from, and the order of the rules. The same for every format.
Elsewhere: how one text becomes one typed value (typing_sql); how a file becomes text (readers).

The SELECT has three steps: `texts` names the texts of the file by canonical column, `typed` types them, `judged` finds
the first broken rule as a number. Text is looked at again only in rows that are refused: nothing on the hot path is
a regular expression, and a value that is readable costs one cast.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from pipelines.feeds import expression, readers, typing_sql, zones
from pipelines.feeds.contract import HASHED, Column, ColumnType, Personal, is_item
from pipelines.feeds.expression import ExpressionError, MissingColumnError
from pipelines.feeds.header import Header, nth
from pipelines.feeds.mapping import EVERY_OTHER, ColumnSource, ItemSource, Mapping, NamedMapping, Scale
from pipelines.feeds.problem import RefusedFileError, Rule, refuse
from pipelines.feeds.pseudonymise import address_hash_sql, digest_sql, remark_hash_sql
from pipelines.feeds.readers import DETAIL, RULE, Source
from pipelines.feeds.typing_sql import Dialect, Typed
from pipelines.warehouse.connect import name, quote

_TEXTS = (ColumnType.TEXT, ColumnType.CODE, ColumnType.CURRENCY, ColumnType.PERIOD)
_ZONES = ((zones.UNKNOWN, Rule.UNKNOWN_ZONE), (zones.SKIPPED, Rule.NO_SUCH_LOCAL_TIME),
          (zones.TWICE, Rule.LOCAL_TIME_TWICE))  # fmt: skip
_SCALE = ("scale_min", "scale_max", "scale_direction")
_SCORE = Column(type=ColumnType.SCORE, description="One item of a wide questionnaire.")
_CONTROL = r"[\x00-\x1f\x7f-\x9f\x{200e}\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}]"
# Several identifiers in one cell. A comma may stand in a name (`Li, Na`): it must part texts with digits, or a list.
_SEVERAL = r"[^;；、|\s]\s*[;；、|]\s*[^;；、|\s]|^[^\s,]*[0-9][^\s,]*(, ?[^\s,]*[0-9][^\s,]*)+$|^\[.*,.*\]$"
# What replaces a value of these classes when it is refused.
_HIDDEN: dict[Personal, str] = {p: f"(not shown: {p})" for p in Personal if p is not Personal.ACCOUNT}


@dataclass(frozen=True)
class Field:
    """One output column: its text in the file (null when absent or constant) and how it is typed."""

    column: str
    contract: Column
    text: str | None
    dialect: Dialect
    constant: str | None = None
    digest: tuple[str, ...] = ()  # columns of the step before, or SQL of the file's, that make an identifier

    @property
    def is_stored(self) -> bool:
        """Whether the raw file holds the column: absent columns and constant texts would cost as much as real ones."""
        return (
            self.text is not None
            or bool(self.digest)
            or (self.constant is not None and (self.contract.personal is not None or self.contract.type not in _TEXTS))
        )


@dataclass
class Plan:
    """What will be read of one file by one mapping."""

    fields: list[Field]
    absent: dict[str, str]
    unknown: list[str]
    joins: dict[str, set[str]] = field(default_factory=dict)
    ignore: str | None = None
    required: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    mine: dict[str, str] = field(default_factory=dict)  # SQL of this file's side of each join
    lacking: dict[str, str] = field(default_factory=dict)  # columns whose source the file lacks, with its name there
    computed: dict[str, str] = field(default_factory=dict)  # SQL of expressions, which a step of its own writes once

    @property
    def stored(self) -> list[Field]:
        """The fields whose columns the raw file holds."""
        return [f for f in self.fields if f.is_stored]

    @property
    def stored_names(self) -> frozenset[str]:
        """The names of those columns."""
        return frozenset(f.column for f in self.stored)

    @property
    def constants(self) -> dict[str, str]:
        """Constant texts, which stand in the raw file's metadata instead of its rows."""
        return {f.column: f.constant for f in self.fields if f.constant is not None and not f.is_stored}


Rules = list[tuple[Rule, str | None, str]]  # rule, column, SQL condition


def plan(named: NamedMapping, source: Source, time_zone: str) -> Plan:
    """Where every column of the contract comes from in this file.

    A column that the mapping names and the file lacks is refused when the contract needs it, else it is absent.
    Raises RefusedFileError.
    """
    return _Planner(named, source, time_zone).plan()


def select(planned: Plan, table: str, *, received_at: dt.datetime, has_rules: bool, has_nul: bool, joined: str) -> str:
    """The SELECT over a text table: every record in file order, typed, with its first broken rule.

    `joined` is the SQL of the joins that follow the table, or empty. `received_at` is UTC and naive.
    """
    rules = _rules(planned, received_at, has_rules=has_rules, has_nul=has_nul)
    given = {f.column: f"{f.text} as {name('x ' + f.column)}" for f in planned.fields if f.text is not None}
    inner = [text for column, text in given.items() if column not in planned.computed]
    inner += [f"{sql} as {_computed(column)}" for column, sql in planned.computed.items()]
    replaced = [given[column] for column in planned.computed]
    inner += [f"{planned.ignore} as ignored"] if planned.ignore else []
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


def _computed(column: str) -> str:
    return name("e " + column)


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


def _rules(planned: Plan, received_at: dt.datetime, *, has_rules: bool, has_nul: bool) -> Rules:
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


class _Planner:
    """Finds the text of every column in one file."""

    def __init__(self, named: NamedMapping, source: Source, time_zone: str) -> None:
        self.named, self.source = named, source
        self.contract, self.mapping = named.contract, named.mapping
        self.time_zone = (self.mapping.time_zone if self.mapping else None) or time_zone
        self.header = Header(source.header, source.repeated)
        self.spelled = named.names()
        self.used: set[int] = set()
        self.joins: dict[str, set[str]] = {}
        self.absent: dict[str, str] = {}
        self.lacking: dict[str, str] = {}
        self.computed: dict[str, str] = {}
        self.mine: dict[str, str] = {}
        self.without_key: set[str] = set()

    def plan(self) -> Plan:
        self._look_for_join_keys()
        fields = [self._field(column, known) for column, known in self.contract.columns.items()]
        self._need_required()
        fields += self._items()
        ignore = self._ignored()
        unknown = [text for place, text in enumerate(self.source.header) if text and place not in self.used]
        return Plan(fields, self.absent, unknown, self.joins, ignore, self.contract.required,
                    self.contract.key, self.mine, self.lacking, self.computed)  # fmt: skip

    def _need_required(self) -> None:
        absent = self.lacking if self.mapping is not None else self.absent
        lacking = [absent[column] if self.mapping else column for column in self.contract.required if column in absent]
        if not lacking:
            return
        by = f", by mapping {self.named.id}" if self.mapping else ""
        raise refuse(
            self.source.name,
            f"lacks the column{'s' if len(lacking) > 1 else ''} {', '.join(lacking)}, which {self.contract.name} "
            f"needs{by} (its header has: {', '.join(self.source.header[:40])})",
            readers.delimiter_hint(self.source)
            or ("correct the mapping, or the export" if self.mapping else
                "export it with the canonical names, or write a mapping in feeds/"),
        )  # fmt: skip

    def _field(self, column: str, known: Column) -> Field:
        if self.mapping is None:
            return self._canonical_field(column, known)
        given = self.mapping.columns.get(column)
        scale = self.mapping.scale or self._rating_scale()
        if given is None and column in _SCALE and scale is not None:
            value = {"scale_min": scale.min, "scale_max": scale.max, "scale_direction": scale.direction}[column]
            return Field(column, known, None, Dialect(self.time_zone), str(value))
        if given is None or given.absent is not None:
            return self._absent(column, known, "not mapped" if given is None else str(given.absent))
        try:
            if given.digest is not None:
                parts = tuple(p if p in self.contract.columns else self._place(p) for p in given.digest)
                return Field(column, known, None, Dialect(self.time_zone), digest=parts)
            return Field(column, known, self._text(column, given), self._dialect(given, known), given.constant)
        except MissingColumnError as error:
            self.lacking[column] = error.column
            return self._absent(column, known, f"not in the file: {error.column}")

    def _absent(self, column: str, known: Column, reason: str) -> Field:
        self.absent[column] = reason
        return Field(column, known, None, Dialect(self.time_zone))

    def _canonical_field(self, column: str, known: Column) -> Field:
        place = self._find(column, *known.aliases)
        if place is None:
            return self._absent(column, known, "not in the file")
        text = _replaced(self._use(place), [], dict(known.value_aliases))
        percent = "share" if known.is_share else None
        return Field(column, known, text, Dialect(self.time_zone, is_clean=bool(known.value_aliases), percent=percent))

    def _find(self, *references: str) -> int | None:
        """The place of the one column that is meant. Raises RefusedFileError when the file has two of the name."""
        meant = self.header.meant(*references)
        if len(meant) > 1 and not self._tells_apart(meant):
            raise self._two_of_a_name(meant)
        return self.header.find(*references)

    def _tells_apart(self, meant: list[str]) -> bool:
        """Whether the mapping names one of the columns by its number."""
        return not self.spelled.isdisjoint([nth(meant[0], 1), *meant[1:]])

    def _two_of_a_name(self, meant: list[str]) -> RefusedFileError:
        first = meant[0]
        if first in self.header.repeated:
            numbered = f"{nth(first, 1)!r} (the first) or {nth(first, 2)!r}"
            return refuse(
                self.source.name, f"has {len(meant)} columns named {first!r}: which of them is meant?",
                f"leave one in the export, or name the right one in its mapping: {numbered}",
            )  # fmt: skip
        return refuse(
            self.source.name, f"has columns that only width, case or blanks tell apart: {', '.join(map(repr, meant))}",
            "name the right one in its mapping exactly as it is written",
        )  # fmt: skip

    def _use(self, place: int) -> str:
        self.used.add(place)
        return f"t.c{place}"

    def _rating_scale(self) -> Scale | None:
        rating = self.mapping.columns.get("rating") if self.mapping else None
        return rating.scale if rating else None

    def _dialect(self, given: ColumnSource, known: Column) -> Dialect:
        assert self.mapping is not None
        scale = given.scale or (self.mapping.scale if known.type is ColumnType.SCORE else None)
        is_clean = bool(given.values or given.missing or self.mapping.missing) or given.lookup is not None
        zone = given.time_zone or self.time_zone
        return Dialect(
            zone, given.formats, given.decimal, given.thousands, scale, is_clean and not given.expression,
            given.percent or ("share" if known.is_share else None), given.symbols, given.negatives,
        )  # fmt: skip

    def _text(self, column: str, given: ColumnSource) -> str | None:
        if given.constant is not None:
            return None
        if given.expression is not None:
            self.computed[column] = self._compiled(("columns", column), given.expression, expression.compile_text)
            sql = _computed(column)
        else:
            sql = self._place(*(given.from_ or (str(given.lookup),)))
        mapping: Mapping = self.mapping  # type: ignore[assignment]
        return _replaced(sql, [*mapping.missing, *given.missing], given.values)

    def _compiled(self, place: tuple[str, ...], text: str, compiler: Callable[[str, expression.Resolve], str]) -> str:
        try:
            return f"({compiler(text, self._cleaned)})"
        except MissingColumnError:
            raise
        except ExpressionError as error:
            where = f"mapping {self.named.id}, {'.'.join(place)}"
            raise refuse(self.source.name, f"{where}: {error}", "correct the mapping, or the export") from None

    def _cleaned(self, reference: str) -> str:
        return f"({typing_sql.clean(self._place(reference))})"

    def _place(self, *references: str) -> str:
        """The SQL of the first of these columns that the file, or a join (`join.column`), has.

        Raises MissingColumnError when there is none.
        """
        place = self._find(*references)
        if place is not None:
            return self._use(place)
        for reference in references:
            join, _, wanted = reference.partition(".")
            if wanted and self.mapping and join in self.mapping.joins and join not in self.without_key:
                self.joins.setdefault(join, set()).add(wanted)
                return f"{name('j ' + join)}.{name(wanted)}"
        raise MissingColumnError(" or ".join(references))

    def _items(self) -> list[Field]:
        if self.mapping is None:
            places = {place: text for place, text in enumerate(self.source.header) if is_item(text)}
            found = places if self.contract.takes_items else {}
            for text in found.values():
                self._find(text)
            return [Field(text, _SCORE, self._use(place), Dialect(self.time_zone)) for place, text in found.items()]
        fields = [self._item(item, given, self.mapping) for item, given in self.mapping.items.items()]
        return [field_ for field_ in fields if field_ is not None]

    def _item(self, item: str, given: ItemSource, mapping: Mapping) -> Field | None:
        try:
            place = self._place(*given.from_)
        except MissingColumnError as error:
            self.lacking[f"item_{item}"] = error.column
            return None
        text = _replaced(place, [*mapping.missing, *given.missing], given.values)
        return Field(f"item_{item}", _SCORE, text, Dialect(self.time_zone, scale=given.scale or mapping.scale))

    def _ignored(self) -> str | None:
        if self.mapping is None or self.mapping.ignore is None:
            return None
        try:
            return self._compiled(("ignore",), self.mapping.ignore, expression.compile_condition)
        except MissingColumnError as error:
            raise refuse(
                self.source.name,
                f"lacks the column {error.column!r}, by which mapping {self.named.id} ignores rows "
                f"(its header has: {', '.join(self.source.header[:40])})",
                "ask is_blank() or coalesce() of a column that may be missing, or correct the mapping",
            ) from None

    def _look_for_join_keys(self) -> None:
        """Columns that a join is joined on count as used; without one of them the join gives nothing."""
        for name_, join in self.mapping.joins.items() if self.mapping else ():
            try:
                self.mine.update({mine: f"({typing_sql.clean(self._place(mine))})" for mine in join.on})
            except MissingColumnError:
                self.without_key.add(name_)


def _replaced(text: str, missing: list[str], values: dict[str, str | None] | None) -> str:
    if missing or values:
        text = f"({typing_sql.clean(text)})"
    if missing:
        tokens = ", ".join(quote(token) for token in dict.fromkeys(missing))
        text = f"(case when {text} in ({tokens}) then null else {text} end)"
    if values:
        texts = {a: "null" if b is None else quote(b) for a, b in values.items()}
        other = texts.pop(EVERY_OTHER, None)
        rest = text if other is None else f"(case when {text} is not null then {other} end)"
        whens = " ".join(f"when {quote(a)} then {b}" for a, b in texts.items())
        text = f"(case {text} {whens} else {rest} end)" if whens else rest
    return text
