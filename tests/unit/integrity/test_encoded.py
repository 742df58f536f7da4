"""Tables that come over encoded hold what DuckDB holds."""

from pathlib import Path

import duckdb
import pandas as pd

from pipelines.integrity import design
from pipelines.warehouse import exchange


def test_texts_are_kept_once_and_numbers_keep_their_bits(tmp_path: Path) -> None:
    file = tmp_path / "hand_over.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(
            "create table agg_x as select * from (values ('a', 18446744073709551615::ubigint, 1.5::decimal(9, 2), "
            "date '2025-01-01', true), ('b', null, null, date '2025-04-01', null), ('a', 7, 2, null, false)) "
            "as t(name, packed, amount, day, flag)"
        )
    found = exchange.read_encoded(file, {"agg_x": ["name", "packed", "amount", "day", "flag", "none"], "agg_y": ["a"]})
    assert list(found) == ["agg_x"]
    frame = found["agg_x"]
    assert frame["name"].dtype == "category"
    assert frame["name"].tolist() == ["a", "b", "a"]
    assert frame["packed"].tolist() == [2**64 - 1, pd.NA, 7]
    assert frame["amount"].fillna(-1).tolist() == [1.5, -1.0, 2.0]
    assert pd.to_datetime(frame["day"]).isna().tolist() == [False, False, True]
    assert frame["flag"].tolist() == [True, pd.NA, False]


def test_a_table_without_rows_has_its_columns(tmp_path: Path) -> None:
    file = tmp_path / "hand_over.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute("create table agg_x (name varchar, number double)")
    frame = exchange.read_encoded(file, {"agg_x": ["number", "name"]})["agg_x"]
    assert frame.empty
    assert set(frame) == {"name", "number"}


def test_tables_are_read_one_by_one_when_they_are_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "hand_over.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute("create table agg_x as select 1 as number")
        connection.execute("create table agg_y as select 2 as number")
    found = exchange.read_encoded(file, {"agg_x": ["number"], "agg_y": ["number"], "agg_z": ["number"]})
    assert (list(found), len(found), "agg_z" in found) == (["agg_x", "agg_y"], 2, False)
    with duckdb.connect(str(file)) as connection:
        connection.execute("update agg_y set number = 3")
    assert found["agg_y"]["number"].tolist() == [3]
    assert found["agg_y"] is not found["agg_y"]


def test_what_the_engine_never_reads_does_not_come_over() -> None:
    read = "".join(path.read_text(encoding="utf-8") for path in Path(design.__file__).parent.rglob("*.py")
                   if path.name != "design.py")  # fmt: skip
    columns = {*design.ANSWER_DESIGN, *design.ACCOUNT_DESIGN}
    assert [name for name in sorted(columns) if f'"{name}"' not in read and f"'{name}'" not in read] == []
