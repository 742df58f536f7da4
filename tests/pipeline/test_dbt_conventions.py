"""Is the dbt project still as its style says? Grain, words, owners, contracts, and one meaning for one name."""

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.dbt_fixture import PROJECT, parsed_project

CURRENT_ROWS = re.compile(r"\{\{ current_rows\('\w+'\) \}\}")


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    return json.loads(json.dumps(parsed_project().to_dict(), default=str))


@pytest.fixture(scope="module")
def models(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    return [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]


def _sql(model: dict[str, Any]) -> str:
    return (PROJECT / model["original_file_path"]).read_text(encoding="utf-8")


def test_a_model_begins_with_its_grain_and_ends_with_its_final_rows(models: list[dict[str, Any]]) -> None:
    for model in models:
        lines = _sql(model).splitlines()
        assert lines[0].startswith("-- grain: one row"), model["name"]
        # a staging model that is only its macro ends as the macro does
        assert lines[-1] == "select * from final" or CURRENT_ROWS.fullmatch("\n".join(lines[1:])), model["name"]


def test_a_model_fits_on_a_screen(models: list[dict[str, Any]]) -> None:
    # three longer than 80 lines: unions that would only move apart what belongs together
    long = {model["name"] for model in models if len(_sql(model).splitlines()) > 80}
    assert long <= {"int_unit_money", "int_value_evidence", "dim_unit"}


def test_every_model_and_every_column_is_described(models: list[dict[str, Any]]) -> None:
    for model in models:
        assert model["description"], model["name"]
        assert model["columns"], model["name"]
        assert all(column["description"] for column in model["columns"].values()), model["name"]


def test_every_model_has_an_owner_and_a_half(models: list[dict[str, Any]]) -> None:
    for model in models:
        meta = model["config"]["meta"]
        assert re.fullmatch(r"team:[a-z_]+", meta["owner"]), model["name"]
        assert meta["dagster"]["owners"] == [meta["owner"]], model["name"]
        assert [meta["dagster"]["group"]] == model["tags"], model["name"]


def test_what_is_handed_over_or_let_out_has_an_enforced_contract(models: list[dict[str, Any]]) -> None:
    for model in models:
        folder = Path(model["original_file_path"]).parts[1]
        if folder in ("marts", "aggregates"):
            assert model["config"]["contract"]["enforced"], model["name"]
            assert all(column["data_type"] for column in model["columns"].values()), model["name"]
        assert not model["config"]["meta"].get("published") or folder == "marts", model["name"]


def test_answers_of_single_customers_are_not_let_out(models: list[dict[str, Any]]) -> None:
    published = {model["name"] for model in models if model["config"]["meta"].get("published")}
    assert not published & {"fct_response", "fct_evidence"}
    assert not any(name.startswith(("stg_", "int_", "agg_", "kpi_")) for name in published)


def test_one_name_has_one_meaning_in_all_marts(models: list[dict[str, Any]]) -> None:
    meanings: dict[str, set[str]] = defaultdict(set)
    for model in models:
        if Path(model["original_file_path"]).parts[1] in ("marts", "aggregates"):
            for column in model["columns"].values():
                meanings[column["name"]].add(column["description"])
    assert {name: words for name, words in meanings.items() if len(words) > 1} == {}


def test_singular_tests_name_the_asset_that_they_judge(manifest: dict[str, Any]) -> None:
    singular = [
        node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test" and "test_metadata" not in node
    ]  # fmt: skip
    assert singular
    for test in singular:
        asset = test["config"]["meta"]["dagster"]["ref"]["name"]
        assert f"model.touchstone.{asset}" in test["depends_on"]["nodes"], test["name"]


def test_models_with_a_case_a_window_or_a_deduplication_have_a_unit_test(
    manifest: dict[str, Any], models: list[dict[str, Any]]
) -> None:
    tested = {test["model"] for test in manifest["unit_tests"].values()}
    reasoned = re.compile(r"\bcase\b|\bover \(|\bshare\(|\bscore\(|filter \(where")
    # meta_reference reads every table, and is judged on a built company instead (test_dbt_project)
    assert {model["name"] for model in models if reasoned.search(_sql(model))} - tested == {"meta_reference"}


def test_every_kpi_of_the_catalogue_is_counted_or_told_by_the_assessment(manifest: dict[str, Any]) -> None:
    catalogue = (PROJECT / "seeds" / "kpis.csv").read_text(encoding="utf-8").splitlines()[1:]
    files = {file.stem for file in (PROJECT / "models" / "aggregates" / "kpi").glob("*.sql")}
    counted = manifest["nodes"]["model.touchstone.agg_kpi_cells"]["depends_on"]["nodes"]
    assert {name.split(".")[-1] for name in counted if ".kpi_" in name} == files
    ids = [file.split("_")[1].upper() for file in files]
    assert sorted([*ids, "C02", "I07"]) == sorted(line.split(",")[0] for line in catalogue)


def test_the_first_half_never_leans_on_the_second(manifest: dict[str, Any], models: list[dict[str, Any]]) -> None:
    half = {model["unique_id"]: model["tags"][0] for model in models}
    for model in models:
        upstream = model["depends_on"]["nodes"]
        if model["tags"] == ["transform"]:
            assert "score" not in {half.get(node) for node in upstream}, model["name"]
            assert not any(node.startswith("source.touchstone.integrity") for node in upstream), model["name"]
