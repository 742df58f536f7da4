"""What dbt repeats of the contracts is generated: is it fresh, does it say what the contracts say?"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines import settings
from pipelines.feeds import generate, raw_views
from pipelines.feeds.contract import HASHED, Contract, Personal, load_contracts

CONTRACTS = load_contracts()
GENERATED = generate.files(CONTRACTS.values())


def _tables(text: str, *path: str | int) -> dict[str, dict[str, Any]]:
    found = yaml.safe_load(text)
    for step in path:
        found = found[step]
    return {table["name"]: table for table in found}


SOURCES = _tables(GENERATED[generate.SOURCES], "sources", 0, "tables")
MODELS = _tables(GENERATED[generate.MODELS], "models")


@pytest.mark.parametrize("file", GENERATED, ids=str)
def test_the_committed_file_is_what_the_contracts_give(file: Path) -> None:
    committed = (settings.DBT_PROJECT / file).read_text(encoding="utf-8")
    assert committed == GENERATED[file], f"{file} is stale; next: make generate"


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=CONTRACTS)
def test_every_table_has_its_staging_model(contract: Contract) -> None:
    file, text = generate.staging_model(contract)
    written = (settings.DBT_PROJECT / file).read_text(encoding="utf-8")
    assert written.splitlines()[0] == text.splitlines()[0]
    assert f"current_rows('{contract.name}')" in written


def test_no_staging_model_outlives_its_contract() -> None:
    feeds = {contract.feed for contract in CONTRACTS.values()}
    staging = settings.DBT_PROJECT / generate.STAGING
    found = {file.stem for feed in feeds for file in (staging / feed).glob("stg_*.sql")}
    assert found == {f"stg_{name}" for name in CONTRACTS}


def test_every_contract_is_a_source_and_a_model_and_nothing_else_is() -> None:
    assert set(SOURCES) == set(CONTRACTS)
    assert set(MODELS) == {f"stg_{name}" for name in CONTRACTS}


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=CONTRACTS)
def test_columns_types_and_words_are_those_of_the_raw_view(contract: Contract) -> None:
    shown = raw_views.view_columns(contract, accounts_are_persons=False)
    for table in (SOURCES[contract.name], MODELS[f"stg_{contract.name}"]):
        assert {c["name"]: c["data_type"].upper() for c in table["columns"]} == shown
        words = {column["name"]: column["description"] for column in table["columns"]}
        assert contract.grain[4:] in table["description"]
        for name, column in contract.columns.items():
            if column.personal not in (Personal.DIRECT, *HASHED):
                assert words[name] == column.description


def test_columns_of_the_batch_table_are_described_by_hand_and_agree() -> None:
    text = (settings.DBT_PROJECT / generate.STAGING / "_batch__sources.yml").read_text(encoding="utf-8")
    batch = _tables(text, "sources", 0, "tables")["batch"]
    assert {c["name"]: c["data_type"].upper() for c in batch["columns"]} == raw_views.BATCH_COLUMNS


def test_a_missing_model_is_written_and_a_present_one_is_left(tmp_path: Path) -> None:
    assert len(generate.write(tmp_path)) == len(GENERATED) + len(CONTRACTS)
    model = tmp_path / generate.staging_model(CONTRACTS["crm__account"])[0]
    model.write_text("-- does more\n", encoding="utf-8")
    (tmp_path / generate.MACRO).write_text("stale", encoding="utf-8")
    assert generate.write(tmp_path) == [generate.MACRO]
    assert model.read_text(encoding="utf-8") == "-- does more\n"
