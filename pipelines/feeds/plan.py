"""Where every canonical column of one file comes from: its own column, a constant, an expression, a second file.

Belongs here: the plan of a file, and what is told when a column is lacking or cannot be told apart.
Elsewhere: what the plan becomes (conform); what a mapping may say (mapping).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from pipelines.feeds import expression, readers, typing_sql
from pipelines.feeds.contract import Column, ColumnType, is_item
from pipelines.feeds.expression import ExpressionError, MissingColumnError
from pipelines.feeds.header import Header, nth
from pipelines.feeds.mapping import EVERY_OTHER, ColumnSource, ItemSource, Mapping, NamedMapping, Scale
from pipelines.feeds.problem import RefusedFileError, refuse
from pipelines.feeds.readers import Source
from pipelines.feeds.typing_sql import Dialect
from pipelines.warehouse.connect import name, quote

_TEXTS = (ColumnType.TEXT, ColumnType.CODE, ColumnType.CURRENCY, ColumnType.PERIOD)
_SCALE = ("scale_min", "scale_max", "scale_direction")
_SCORE = Column(type=ColumnType.SCORE, description="One item of a wide questionnaire.")


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


def computed(column: str) -> str:
    """The name of a column whose expression a step of its own writes once."""
    return name("e " + column)


def plan(named: NamedMapping, source: Source, time_zone: str) -> Plan:
    """Where every column of the contract comes from in this file.

    A column that the mapping names and the file lacks is refused when the contract needs it, else it is absent.
    Raises RefusedFileError.
    """
    return _Planner(named, source, time_zone).plan()


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
            sql = computed(column)
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
