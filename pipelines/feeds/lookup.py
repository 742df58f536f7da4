"""Values that stand in a second file: found, read as text, and held to be unique.

Belongs here: the small tables that a mapping joins.
Elsewhere: what is done with their values (plan, conform).
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.feeds import archive, expression, preflight, readers, typing_sql
from pipelines.feeds.discover import Found
from pipelines.feeds.expression import ExpressionError
from pipelines.feeds.header import Header, nth
from pipelines.feeds.mapping import Join, NamedMapping, Read, matches
from pipelines.feeds.plan import Plan
from pipelines.feeds.problem import Problem, RefusedFileError, refuse
from pipelines.feeds.readers import Source
from pipelines.warehouse.connect import Connection, name


class NotYetError(Exception):
    """A file must wait for another one that it looks values up in."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass
class Contents:
    """What lies in second files now: a batch is of another version when a file that it looked up has other content."""

    settled: list[Found]
    known: Callable[[Found], str | None] = lambda found: None
    hashes: dict[str, str] = field(default_factory=dict)

    def version(self, named: NamedMapping) -> str:
        """The version of a mapping together with the contents that it looks up."""
        joins = named.mapping.joins.values() if named.mapping else ()
        if not joins:
            return named.version
        found = sorted({self.hash_of(second) for join in joins for second in self._files(join)})
        return f"{named.version}-{hashlib.sha256(' '.join(found).encode()).hexdigest()[:8]}"

    def is_current(self, named: NamedMapping, version: str) -> bool:
        """Whether rows of this version need not be read again; a second file that was taken away changes nothing."""
        if version.split("-")[0] != named.version:
            return False
        joins = named.mapping.joins.values() if named.mapping else ()
        return version == self.version(named) or not all(self._files(join) for join in joins)

    def hash_of(self, found: Found) -> str:
        """The SHA-256 of one file, read at most once in a run."""
        if found.relative not in self.hashes:
            self.hashes[found.relative] = self.known(found) or archive.inspect(found.path, found.relative).sha256
        return self.hashes[found.relative]

    def _files(self, join: Join) -> list[Found]:
        return [second for second in self.settled if matches(join.file, second.relative)]


@dataclass
class Lookups:
    """The second files of one run: settled when it began, each read once and kept as a temporary table."""

    connection: Connection
    settled: list[Found]
    private: Path
    tables: dict[str, str] = field(default_factory=dict)

    def joins(self, planned: Plan, named: NamedMapping, file: str) -> str:
        """Read what a plan looks up; returns the SQL of the joins.

        Raises NotYetError when a file is not there, RefusedFileError when one cannot be used or is not unique.
        """
        joins = named.mapping.joins if named.mapping else {}
        chained = {mine.split(".")[0] for join in joins.values() for mine in join.on if "." in mine}
        used = {key: join for key, join in joins.items() if key in chained or key in planned.joins}
        return "".join(self._join(key, join, planned, file) for key, join in used.items())

    def _join(self, join_name: str, join: Join, planned: Plan, file: str) -> str:
        wanted = sorted(planned.joins.get(join_name, ()))
        memo = f"{join.model_dump_json()} {wanted}"
        if memo not in self.tables:
            table = f"lookup_{len(self.tables)}"
            try:
                _build(self.connection, table, join, wanted, self._sources(join, file))
            except RefusedFileError as refusal:
                raise refuse(file, f"join {join_name}: {refusal.problem}") from None
            self.tables[memo] = table
        alias = name("j " + join_name)
        conditions = " and ".join(f"{planned.mine[mine]} = {alias}.{name(theirs)}" for mine, theirs in join.on.items())
        return f" left join {self.tables[memo]} as {alias} on {conditions}"

    def _sources(self, join: Join, file: str) -> list[Source]:
        found = [second for second in self.settled if matches(join.file, second.relative)]
        if not found and not join.optional:
            what = f"waits for a file {join.file!r} in which values are looked up"
            raise NotYetError(Problem(file, what, "deliver that file"))
        return [self._source(second, join.read or Read()) for second in found]

    def _source(self, second: Found, read: Read) -> Source:
        received = archive.inspect(second.path, second.relative)
        kind = preflight.check(received, second.relative, read)
        source = readers.open_source(received, second.relative, kind, read, self.private)
        if kind == "parquet":
            readers.open_parquet(self.connection, source)
        return source


def _build(connection: Connection, table: str, join: Join, wanted: list[str], sources: list[Source]) -> None:
    by = join.first_by or join.last_by
    columns = list(dict.fromkeys([*join.on.values(), *wanted, *([by] if by else [])]))
    selects = [_select(connection, place, source, join, columns) for place, source in enumerate(sources)]
    keys = ", ".join(name(key) for key in join.on.values())
    nothing = f"select {', '.join(f'null::varchar as {name(column)}' for column in columns)} where false"
    rows = " union ".join(selects) or nothing
    if by is not None:
        rows = f"select * from ({rows}) {_foremost(keys, by, is_last=join.last_by is not None)}"
    connection.execute(f"create or replace temp table {table} as {rows}")
    query = f"select {keys} from {table} group by {keys} having count(*) > 1 order by all limit 1"
    if connection.execute(query).fetchall():
        raise refuse(
            join.file,
            f"{', '.join(join.on.values())} is not unique (there are different rows for one value)",
            "narrow the join with `where`, or give it a longer `on`",
        )


def _foremost(keys: str, by: str, *, is_last: bool) -> str:
    """The clause that keeps the first or last rows of each key: numbers come in their order, other texts in theirs."""
    number, order = f"try_cast({name(by)} as decimal(38, 10))", "desc" if is_last else "asc"
    return f"qualify rank() over (partition by {keys} order by {number} {order} nulls last, {name(by)} {order}) = 1"


def _select(connection: Connection, place: int, source: Source, join: Join, columns: list[str]) -> str:
    table = (readers.stream_parquet(source) if source.format == "parquet"
             else readers.read_records(connection, source, f"second_{place}"))  # fmt: skip
    header = Header(source.header, source.repeated)
    needed = {*join.on.values(), join.first_by, join.last_by}

    def text(column: str) -> str:
        place = header.find(column)
        if len(header.meant(column)) > 1:
            raise ExpressionError(f"has several columns named {column!r}: name one by its number, {nth(column, 1)!r} …")
        if place is None:
            raise ExpressionError(f"lacks the column {column!r} that a join needs")
        return f"({typing_sql.clean(source.physical[place])})"

    def value(column: str) -> str:
        """A value that the second file lacks is coverage, as it is in the first; what rows are told by is not."""
        return text(column) if header.find(column) is not None or column in needed else "cast(null as varchar)"

    try:
        selected = ", ".join(f"{value(column)} as {name(column)}" for column in columns)
        where = expression.compile_condition(join.where, text) if join.where else "true"
    except ExpressionError as error:
        raise refuse(source.name, str(error), "correct the mapping's join, or the export") from None
    keys = " and ".join(f"{text(key)} is not null" for key in join.on.values())
    return f"select distinct {selected} from {table.sql} where {where} and {keys}"
