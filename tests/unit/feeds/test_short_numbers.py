"""The cheap lane of short numbers reads what a plain cast reads, and nothing else."""

import duckdb
import pytest

from pipelines.feeds import typing_sql
from pipelines.feeds.contract import SQL_TYPE, ColumnType
from pipelines.feeds.typing_sql import Dialect

SIGNS = [chr(number) for number in range(1, 128)]


@pytest.mark.parametrize("kind", [ColumnType.SCORE, ColumnType.AMOUNT, ColumnType.DECIMAL])
def test_every_text_of_one_or_two_signs_is_read_as_by_a_plain_cast(kind: ColumnType) -> None:
    texts = [*SIGNS, *(first + second for first in SIGNS for second in SIGNS)]
    ours = typing_sql.typed("a", kind, Dialect("UTC")).sql
    differs = f'({ours}) is distinct from try_cast("x a" as {SQL_TYPE[kind]})'
    query = f'select "x a" from (select unnest(?::varchar[]) as "x a") where {differs}'
    assert duckdb.execute(query, [texts]).fetchall() == []
