"""Is the star schema told completely, in both languages, and is what is told true of a built company?"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from pipelines import settings, yaml_file
from pipelines.dictionary import __main__ as dictionary
from pipelines.dictionary import document, kinds, tables
from pipelines.dictionary.tables import Table
from tests.pipeline.conftest import Built
from tests.pipeline.dbt_fixture import parsed_project

DOCS = settings.REPOSITORY / "docs"
CHINESE = yaml_file.read(dictionary.CHINESE).data
HAN = re.compile(r"[\u4e00-\u9fff]")

# Columns that feeds fill: what they name and nobody knows is counted in meta_reference, and allowed by the contract.
FEEDS_NAME_THESE = {"account_id", "manager_person_id", "order_id", "owner_id", "owner_person_id", "parent_account_id"}


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    return json.loads(json.dumps(parsed_project().to_dict(), default=str))


@pytest.fixture(scope="module")
def published(manifest: dict[str, Any]) -> list[Table]:
    return tables.published(manifest)


def test_dictionary_and_record_are_what_the_models_give(manifest: dict[str, Any]) -> None:
    for file, text in dictionary.files(manifest).items():
        assert file.read_text(encoding="utf-8") == text, f"{file.name} is stale; next: make generate"


def test_every_table_and_column_has_chinese_words_and_no_words_are_left_over(published: list[Table]) -> None:
    columns = {column.name for table in published for column in table.columns}
    assert sorted(CHINESE["columns"]) == sorted(columns), "next: dbt_project/dictionary.zh-CN.yml"
    assert sorted(CHINESE["tables"]) == sorted(table.name for table in published)
    words = [*CHINESE["columns"].values(), *CHINESE["tables"].values()]
    assert [text for text in words if not HAN.search(text) or not text.endswith("。")] == []


def test_one_name_has_one_type(published: list[Table]) -> None:
    types: dict[str, set[str]] = {}
    for column in (column for table in published for column in table.columns):
        types.setdefault(column.name, set()).add(column.type)
    assert {name: found for name, found in types.items() if len(found) > 1} == {}


def test_every_metric_has_a_chinese_name(manifest: dict[str, Any]) -> None:
    assert [metric.name for metric in tables.metrics(manifest) if not HAN.search(metric.label_zh)] == []


def test_every_table_states_its_grain_and_has_a_key_that_a_test_holds(published: list[Table]) -> None:
    for table in published:
        assert table.description.startswith("One row"), table.name
        assert table.key, f"{table.name}: no unique or unique_key test"
        assert set(table.key) <= {column.name for column in table.columns}, table.name


def test_a_column_that_dbt_gives_a_figure_for_finds_its_dimension(
    manifest: dict[str, Any], published: list[Table]
) -> None:
    """What the project itself derives is held to it by a dbt test; what feeds name is counted in meta_reference."""
    held = {
        (node["attached_node"].split(".")[-1], node["column_name"])
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test" and (node.get("test_metadata") or {}).get("name") == "relationships"
    }
    joined = {(table.name, column) for table in published for column in table.joins}
    free = {(table, column) for table, column in joined - held if column not in FEEDS_NAME_THESE}
    # made from the held ones beside them: a parent that is itself a row, and the unit above whose target holds
    assert free == {
        ("dim_org_unit", "parent_org_unit_id"),
        ("mart_scorecard", "target_org_unit_id"),
        ("fct_satisfaction_adjusted", "reason_code"),
    }


def test_both_languages_have_the_same_tables_and_columns() -> None:
    pages = [(DOCS / name).read_text(encoding="utf-8") for name in document.DOCUMENTS.values()]
    listed = [re.findall(r"^(?:### \w+|\| `\w+`)", page, re.MULTILINE) for page in pages]
    assert listed[0] == listed[1] and len(listed[0]) > 400


def test_a_person_is_told_where_a_pseudonym_stands(demo: Built, published: list[Table]) -> None:
    found = set()
    for table in published:
        for column in (c.name for c in table.columns if c.type == "varchar"):
            holds = (
                f"select 1 from {table.name} as rows, dim_person where contains(rows.{column}, dim_person.person_id) "
                "limit 1"
            )
            if demo.query(holds):
                found.add(column)
    assert found - {"collector_id"} <= set(kinds.PERSONAL)
    assert {name for name, words in kinds.PERSONAL.items() if "account" not in name} - found <= {"collector_id"}


def test_a_join_to_a_dimension_never_adds_a_row(demo: Built, published: list[Table]) -> None:
    keys = {table.name: table.key for table in published}
    for table in published:
        for column, target in table.joins.items():
            assert len(keys[target]) == 1, f"{table.name}.{column}: {target} has no key of one column"
            join = f"{table.name} as rows left join {target} as found on rows.{column} = found.{keys[target][0]}"
            rows, joined = (demo.query(f"select count(*) from {source}")[0][0] for source in (table.name, join))
            assert rows == joined, f"{table.name}.{column}"


def test_what_the_page_reads_is_in_its_exposure(manifest: dict[str, Any], published: list[Table]) -> None:
    code = "\n".join(
        file.read_text(encoding="utf-8") for file in Path(settings.REPOSITORY, "pipelines/report").glob("*.py")
    )
    named = set(re.findall(r"\b(?:from|join) (\w+)", code)) & {table.name for table in published}
    assert len(named) > 5
    assert named - _read_by(manifest)["executive_page"] == set(), "next: dbt_project/models/_exposures.yml"


def test_every_published_table_is_read_by_something(manifest: dict[str, Any], published: list[Table]) -> None:
    read = set().union(*_read_by(manifest).values())
    assert {table.name for table in published} - read == set(), "next: dbt_project/models/_exposures.yml"
    assert read - {table.name for table in published} == {"fct_evidence"}


def _read_by(manifest: dict[str, Any]) -> dict[str, set[str]]:
    return {
        exposure["name"]: {node.split(".")[-1] for node in exposure["depends_on"]["nodes"]}
        for exposure in manifest["exposures"].values()
    }
