"""Contracts, dbt's sources and staging models are three spellings of one thing: do they agree?"""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.feeds import raw_views
from pipelines.feeds.contract import Contract, Personal, load_contracts

STAGING = Path(__file__).resolve().parents[2] / "dbt_project" / "models" / "staging"
CONTRACTS = load_contracts()


def _described(tables: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {table["name"]: table for table in tables}


def _sources() -> dict[str, dict[str, Any]]:
    text = (STAGING / "_raw__sources.yml").read_text(encoding="utf-8")
    return _described(yaml.safe_load(text)["sources"][0]["tables"])


def _models(feed: str) -> dict[str, dict[str, Any]]:
    text = (STAGING / feed / f"_{feed}__models.yml").read_text(encoding="utf-8")
    return _described(yaml.safe_load(text)["models"])


def _types(table: dict[str, Any]) -> dict[str, str]:
    return {column["name"]: column["data_type"].upper().replace(" ", "") for column in table["columns"]}


def _sql(contract: Contract) -> str:
    file = STAGING / contract.feed / f"stg_{contract.feed}__{contract.table}.sql"
    return file.read_text(encoding="utf-8")


def test_every_contract_is_a_source_and_nothing_else_is() -> None:
    assert set(_sources()) == set(CONTRACTS) | {"batch"}


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=CONTRACTS)
def test_a_source_has_the_columns_and_types_of_its_view(contract: Contract) -> None:
    shown = raw_views.view_columns(contract, accounts_are_persons=False)
    assert _types(_sources()[contract.name]) == {name: kind.replace(" ", "") for name, kind in shown.items()}


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=CONTRACTS)
def test_a_staging_model_has_the_columns_of_its_source(contract: Contract) -> None:
    model = _models(contract.feed)[f"stg_{contract.feed}__{contract.table}"]
    assert _types(model) == _types(_sources()[contract.name])
    selected = re.findall(r"^        received\.(\w+),?$", _sql(contract), flags=re.MULTILINE)
    assert selected == list(_types(model))


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=CONTRACTS)
def test_a_staging_model_keeps_one_version_of_the_contracts_key(contract: Contract) -> None:
    found = re.search(r"superseded_rows\(source\('raw', '(\w+)'\), \[(.*)\]\)", _sql(contract))
    assert found and found[1] == contract.name
    assert tuple(re.findall(r"'(\w+)'", found[2])) == contract.key


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=CONTRACTS)
def test_words_and_owner_come_from_the_contract(contract: Contract) -> None:
    source = _sources()[contract.name]
    assert source["config"]["meta"]["owner"] == contract.owner
    assert contract.grain.lower() in source["description"].lower()
    assert _sql(contract).startswith(f"-- grain: {contract.grain}, in its current version\n")
    words = {column["name"]: column["description"] for column in source["columns"]}
    for name, column in contract.columns.items():
        if column.personal not in (Personal.DIRECT, Personal.FREE_TEXT):
            assert words[name] == column.description
