"""What one file brings for each canonical column: from which header, how full, how various.

Belongs here: the facts that `touchstone check` shows of a file that was tried out.
Elsewhere: trying it out (batch_load); facts of batches over time (profile).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.feeds.plan import Field, Plan
from pipelines.warehouse.connect import Connection, name, quote

_OF_FILE = re.compile(r"\bt\.c([0-9]+)\b")
_OF_JOIN = re.compile(r'"j ([a-z0-9_]+)"\."((?:[^"]|"")+)"')
_FEW = 20
EXACT_ROWS = 1_000_000
"""Values of larger files are counted approximately: only whether they are few, many or about unique is told."""


@dataclass(frozen=True)
class ColumnFacts:
    """One canonical column over the rows that would be loaded; `filled_share` 0-1."""

    column: str
    source: str
    filled_share: float
    variety: str


def facts(connection: Connection, raw: Path, planned: Plan, header: Sequence[str], rows: int) -> list[ColumnFacts]:
    """The facts of every column that the file brings, in the contract's order, over the `rows` that would be loaded;
    none where there are none."""
    if not rows:
        return []
    given = [field for field in planned.fields if field.text is not None or field.constant is not None]
    stored = [field.column for field in given if field.is_stored]
    distinct = "count(distinct {})" if rows <= EXACT_ROWS else "approx_count_distinct({})"
    counted = [f"count({name(c)}), {distinct.format(name(c))}" for c in stored]
    query = f"select {', '.join(counted)} from read_parquet([{quote(str(raw))}]) where _rule is null"
    counts = connection.execute(query).fetchall()[0] if counted else ()
    found = {column: (counts[2 * n], counts[2 * n + 1]) for n, column in enumerate(stored)}
    return [_facts(field, header, rows, *found.get(field.column, (rows, 1))) for field in given]


def _facts(field: Field, header: Sequence[str], rows: int, filled: int, distinct: int) -> ColumnFacts:
    return ColumnFacts(field.column, _source(field, header), filled / rows, _variety(filled, distinct))


def _source(field: Field, header: Sequence[str]) -> str:
    """The headers that the column is made of."""
    if field.text is None:
        return "(constant)"
    own = [header[int(place)] for place in _OF_FILE.findall(field.text)]
    joined = [f"{join}.{column}" for join, column in _OF_JOIN.findall(field.text)]
    return " + ".join(dict.fromkeys([*own, *joined])) or "(computed)"


def _variety(filled: int, distinct: int) -> str:
    """How many values there are: none, one, few, many, or about one for each row."""
    if filled == 0:
        return "none"
    if distinct <= 1:
        return "one"
    if distinct >= 0.9 * filled and filled > _FEW:
        return "about unique"
    return f"few ({distinct})" if distinct <= _FEW else "many"
