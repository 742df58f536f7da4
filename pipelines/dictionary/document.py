"""The data dictionary as a page in each language.

Belongs here: how a table, a column and a metric are laid out below the head, which a person writes.
Elsewhere: what they mean (tables; in Chinese dictionary.zh-CN.yml); units and persons (kinds).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.dictionary.kinds import EN, ZH, personal, unit
from pipelines.dictionary.tables import Column, Metric, Table

DOCUMENTS = {EN: "dictionary.md", ZH: "dictionary.zh-CN.md"}
SHARED_FROM = 3
"""A column of so many tables is explained once, in a part of its own."""


@dataclass(frozen=True)
class Words:
    """Headings and small words of one language."""

    tables: str
    shared: str
    metrics: str
    key: str
    or_empty: str
    joins: str
    owner: str
    also: str
    column_heads: tuple[str, ...]
    places: str
    metric_heads: tuple[str, ...]
    values: str
    deprecated: str
    comma: str
    stop: str


WORDS = {
    EN: Words(
        tables="Tables", shared="Columns that many tables share", metrics="Metrics",
        key="Key", or_empty="or empty", joins="Joins", owner="Owner", also="Shared columns",
        column_heads=("column", "type", "unit", "person", "meaning"), places="tables",
        metric_heads=("metric", "made of", "meaning"),
        values="One of", deprecated="Deprecated since {since}, may go with any later release{use}.",
        comma=", ", stop=".",
    ),
    ZH: Words(
        tables="表", shared="多张表共有的列", metrics="度量",
        key="主键", or_empty="或空", joins="关联", owner="负责团队", also="共有列",
        column_heads=("列", "类型", "单位", "个人", "含义"), places="所在表",
        metric_heads=("度量", "构成", "名称"),
        values="取值：", deprecated="自 {since} 起弃用，其后任一版本可移除{use}。", comma="、", stop="。",
    ),
}  # fmt: skip


def render(
    head: str, tables: list[Table], metrics: list[Metric], chinese: Mapping[str, Mapping[str, str]], language: str
) -> str:
    """The whole page below its head. Raises KeyError for a table or a column without Chinese words."""
    words, homes = WORDS[language], _homes(tables)
    meanings = {column.name: column for table in tables for column in table.columns}
    shared = {name for name, places in homes.items() if len(places) >= SHARED_FROM}
    say = _Teller(words, language, chinese)
    parts = [head.rstrip(), f"## {words.tables}"]
    parts += [part for table in tables for part in say.table(table, shared)]
    parts += [f"## {words.shared}", say.shared({name: meanings[name] for name in sorted(shared)}, homes)]
    parts += [f"## {words.metrics}", say.metrics(metrics)]
    return "\n\n".join(parts) + "\n"


def head(text: str) -> str:
    """What a person wrote above the first part; it is kept."""
    return text.partition("\n## ")[0]


@dataclass(frozen=True)
class _Teller:
    """Lays out one language."""

    words: Words
    language: str
    chinese: Mapping[str, Mapping[str, str]]

    def table(self, table: Table, shared: set[str]) -> list[str]:
        """Heading, grain, key and joins, then the columns that are its own."""
        description = table.description if self.language == EN else self.chinese["tables"][table.name]
        own = [column for column in table.columns if column.name not in shared]
        parts = [f"### {table.name}", description, self._facts(table, shared)]
        return parts + ([_grid(self.words.column_heads, [self._column(c) for c in own])] if own else [])

    def shared(self, columns: Mapping[str, Column], homes: Mapping[str, list[str]]) -> str:
        """Columns of many tables, each with the tables that have it."""
        rows = [[*self._column(column), self._places(homes[name])] for name, column in columns.items()]
        return _grid((*self.words.column_heads, self.words.places), rows)

    def metrics(self, metrics: list[Metric]) -> str:
        """One line a metric; its meaning in English alone."""
        meanings = [
            f"{metric.label}. {metric.description}" if self.language == EN else metric.label_zh for metric in metrics
        ]
        rows = [[f"`{m.name}`", f"`{m.formula}`", meaning] for m, meaning in zip(metrics, meanings, strict=True)]
        return _grid(self.words.metric_heads, rows)

    def _facts(self, table: Table, shared: set[str]) -> str:
        words = self.words
        key = [f"`{c}`" + (f" ({words.or_empty})" if c in table.may_be_empty else "") for c in table.key]
        joins = [f"`{column}` → `{target}`" for column, target in table.joins.items()]
        also = [f"`{column.name}`" for column in table.columns if column.name in shared]
        told = [(words.key, key), (words.joins, joins), (words.also, also), (words.owner, [table.owner])]
        return "  \n".join(f"**{name}** {words.comma.join(said)}" for name, said in told if said)

    def _column(self, column: Column) -> list[str]:
        told = unit(column, self.language), personal(column, self.language)
        return [f"`{column.name}`", column.type, *told, self._meaning(column)]

    def _meaning(self, column: Column) -> str:
        words, text = self.words, column.description
        if self.language == ZH:
            text = self.chinese["columns"][column.name]
        if unsaid := [value for value in column.values if value not in text]:
            text += f" {words.values} {words.comma.join(f'`{value}`' for value in unsaid)}{words.stop}"
        if column.deprecated_since:
            use = f" (`{column.use_instead}`)" if column.use_instead else ""
            text += " " + words.deprecated.format(since=column.deprecated_since, use=use)
        return text

    def _places(self, tables: list[str]) -> str:
        return self.words.comma.join(f"`{table}`" for table in tables)


def _homes(tables: list[Table]) -> dict[str, list[str]]:
    homes: dict[str, list[str]] = defaultdict(list)
    for table in tables:
        for column in table.columns:
            homes[column.name].append(table.name)
    return homes


def _grid(heads: tuple[str, ...], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *([cell.replace("|", "/") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
