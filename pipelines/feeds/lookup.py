"""Values that stand in a second file: found, read as text, and held to be unique.

Belongs here: the small tables that a mapping joins.
Elsewhere: what is done with their values (conform).
"""

from pathlib import Path

from pipelines.feeds import archive, discover, expression, preflight, readers
from pipelines.feeds.conform import Plan
from pipelines.feeds.expression import ExpressionError
from pipelines.feeds.mapping import Join, NamedMapping, Read, matches
from pipelines.feeds.problem import Problem, refuse
from pipelines.feeds.readers import Source
from pipelines.warehouse.connect import Connection, name
from pipelines.workspace import Workspace


class NotYet(Exception):
    """A file must wait for another one that it looks values up in."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def prepare(connection: Connection, planned: Plan, named: NamedMapping, workspace: Workspace, private: Path,
            file: str) -> str:  # fmt: skip
    """Read the second files of a mapping into temporary tables; returns the SQL of the joins.

    Raises NotYet when a file is not there, RefusedFile when one cannot be used or its key is not unique.
    """
    if named.mapping is None:
        return ""
    parts = []
    for join_name, join in named.mapping.joins.items():
        wanted = planned.joins.get(join_name, set())
        if not wanted and not any(
            mine.startswith(f"{join_name}.") for j in named.mapping.joins.values() for mine in j.on
        ):
            continue
        sources = _sources(connection, join, named.mapping.read, workspace, private, file)
        _build(connection, join_name, join, wanted, sources, file)
        parts.append(_joined(join_name, join, planned))
    return "".join(parts)


def _sources(
    connection: Connection, join: Join, read: Read, workspace: Workspace, private: Path, file: str
) -> list[Source]:
    found = [f for f in discover.look(workspace).settled if matches(join.file, f.relative)]
    if not found:
        raise NotYet(
            Problem(file, f"waits for a file {join.file!r} in which values are looked up", "deliver that file")
        )
    sources = []
    for second in found:
        received = archive.inspect(second.path, second.relative)
        kind = preflight.check(received, second.relative, join.read or read)
        source = readers.open_source(received, second.relative, kind, join.read or read, private)
        if kind == "parquet":
            readers.open_parquet(connection, source)
        sources.append(source)
    return sources


def _build(
    connection: Connection, join_name: str, join: Join, wanted: set[str], sources: list[Source], file: str
) -> None:
    columns = [*dict.fromkeys([*join.on.values(), *sorted(wanted)])]
    selects = [_select(connection, place, source, join, columns) for place, source in enumerate(sources)]
    table = name("lookup " + join_name)
    connection.execute(f"create or replace temp table {table} as {' union '.join(selects)}")
    keys = ", ".join(name(key) for key in join.on.values())
    twice = connection.execute(
        f"select {keys} from {table} group by {keys} having count(*) > 1 order by all limit 1"
    ).fetchall()
    if twice:
        raise refuse(
            file,
            f"join {join_name}: {', '.join(join.on.values())} is not unique in {join.file} (there are different rows "
            "for one value), so a row of this file would find two",
            "narrow the join with `where`, or give it a longer `on`",
        )


def _select(connection: Connection, place: int, source: Source, join: Join, columns: list[str]) -> str:
    table = (readers.stream_parquet(source) if source.format == "parquet"
             else readers.read_records(connection, source, f"second_{place}"))  # fmt: skip
    places = dict(zip(source.header, source.physical, strict=True))

    def text(column: str) -> str:
        if column not in places:
            raise ExpressionError(f"lacks the column {column!r} that a join needs")
        return f"nullif(trim({places[column]}), '')"

    try:
        selected = ", ".join(f"{text(column)} as {name(column)}" for column in columns)
        where = expression.compile_condition(join.where, text) if join.where else "true"
    except ExpressionError as error:
        raise refuse(source.name, str(error), "correct the mapping's join, or the export") from None
    keys = " and ".join(f"{text(key)} is not null" for key in join.on.values())
    return f"select distinct {selected} from {table.sql} where {where} and {keys}"


def _joined(join_name: str, join: Join, planned: Plan) -> str:
    alias = name("j " + join_name)
    conditions = " and ".join(f"{planned.mine[mine]} = {alias}.{name(theirs)}" for mine, theirs in join.on.items())
    return f" left join {name('lookup ' + join_name)} as {alias} on {conditions}"
