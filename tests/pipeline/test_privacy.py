"""Direct identifiers of persons never leave raw: what the feeds say of people is found nowhere else."""

import csv
import gzip
from pathlib import Path

import pytest

from tests.pipeline.conftest import Built

pytestmark = pytest.mark.xdist_group("demo")

RESTRICTED = {"landing", "archive", "raw", "truth.json", "truth.csv"}


@pytest.fixture(scope="module")
def planted(demo: Built) -> set[str]:
    """Names of employees and identifiers of persons, as the files have them."""
    persons = demo.root / "landing/people/person/persons.csv"
    with open(persons, encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    names = {row["full_name"] for row in rows} | {row["person_id"] for row in rows}
    return {name for name in names if len(name) >= 3}


def contents(file: Path) -> bytes:
    data = file.read_bytes()
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def test_names_of_people_are_nowhere_past_raw(demo: Built, planted: set[str]) -> None:
    assert len(planted) > 20
    found = []
    for file in demo.root.rglob("*"):
        place = file.relative_to(demo.root)
        if not file.is_file() or place.parts[0] in RESTRICTED or place.name == "warehouse.duckdb":
            continue
        data = contents(file)
        found += [f"{place}: {word}" for word in planted if word.encode() in data]
    assert not found


def test_marts_and_work_tables_carry_pseudonyms(demo: Built, planted: set[str]) -> None:
    tables = demo.query("select table_schema, table_name from information_schema.tables", work=True)
    for schema, table in tables:
        if schema == "raw":
            continue
        columns = demo.query(
            "select column_name from information_schema.columns where data_type = 'VARCHAR' "
            f"and table_schema = '{schema}' and table_name = '{table}'",
            work=True,
        )
        for (column,) in columns:
            values = demo.query(f'select distinct "{column}" from "{schema}"."{table}"', work=True)
            assert not {value for (value,) in values} & planted, f"{schema}.{table}.{column}"
