"""Contracts say what they must, in names that every engine takes."""

from typing import Any

import duckdb
import pytest

from pipelines.feeds.contract import Column, ColumnType, Contract, contract_names, load_contracts

CONTRACTS = list(load_contracts().values())
SUFFIX = {
    ColumnType.DATE: "_on",
    ColumnType.TIMESTAMP: "_at",
    ColumnType.AMOUNT: "_amount",
}


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.name)
def test_names_are_no_reserved_words_and_follow_their_type(contract: Contract) -> None:
    query = "select keyword_name from duckdb_keywords() where keyword_category in ('reserved', 'column_name')"
    reserved = {row[0] for row in duckdb.execute(query).fetchall()}
    for name, column in contract.columns.items():
        assert name not in reserved
        assert name.endswith(SUFFIX.get(column.type, ""))
        assert (column.type is ColumnType.BOOLEAN) == name.startswith(("is_", "has_"))


def test_money_stands_beside_a_currency() -> None:
    for contract in CONTRACTS:
        has_money = any(column.type is ColumnType.AMOUNT for column in contract.columns.values())
        assert not has_money or "currency_code" in contract.columns


def test_the_same_name_has_the_same_type_everywhere() -> None:
    kinds: dict[str, ColumnType] = {}
    for contract in CONTRACTS:
        for name, column in contract.columns.items():
            assert kinds.setdefault(name, column.type) is column.type, name


def test_references_name_columns_that_exist() -> None:
    known = load_contracts()
    for contract in CONTRACTS:
        for column in contract.columns.values():
            if column.references:
                table, _, target = column.references.partition(".")
                assert target in known[table].columns


@pytest.mark.parametrize(
    "nonsense",
    [
        {"type": "code"},
        {"type": "text", "values": ["a"]},
        {"type": "text", "minimum": 0},
        {"type": "amount", "past_only": True},
        {"type": "date", "personal": "staff"},
        {"type": "text", "unmatched_share": 0.1},
        {"type": "text", "references": "crm__account"},
        {"type": "code", "values": ["yes"], "value_aliases": {"n": "no"}},
        {"type": "text", "share_where": {"measure": ["share"]}},
        {"type": "decimal", "maximum": 1, "share_where": {"measure": ["share"]}},
    ],
)
def test_a_column_that_contradicts_itself_is_refused(nonsense: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        Column.model_validate({"description": "What it is.", **nonsense})


@pytest.mark.parametrize(
    "nonsense",
    [
        {"columns": {"a": {"aliases": ["b"]}, "b": {}}},
        {"columns": {"a": {"aliases": ["x"]}, "b": {"aliases": ["x"]}}},
        {"columns": {"a": {"hidden_where": {"c": ["x"]}}}},
        {"columns": {"a": {"type": "decimal", "share_where": {"c": ["x"]}}}},
        {"columns": {"a": {}}, "fresh_within_days": 0},
        {"columns": {"a": {}}, "key": ["c"]},
    ],
)
def test_a_contract_that_contradicts_itself_is_refused(nonsense: dict[str, Any]) -> None:
    columns = {
        name: {"type": "text", "description": "What it is.", **said} for name, said in nonsense["columns"].items()
    }
    sound = {"feed": "f", "table": "t", "grain": "one row per t", "owner": "team:t", "key": ["a"], "delivery": "delta"}
    Contract.model_validate({**sound, "columns": {"a": {"type": "text", "description": "What it is."}}})
    with pytest.raises(ValueError):
        Contract.model_validate({**sound, **nonsense, "columns": columns})


def test_no_two_tables_share_a_spelling() -> None:
    spelled = [f"{c.feed}__{table}" for c in CONTRACTS for table in (c.table, *c.aliases)]
    assert len(spelled) == len(set(spelled)) == len(contract_names())


def test_only_the_feeds_that_every_company_has_are_needed() -> None:
    needed = {contract.feed for contract in CONTRACTS if not contract.optional}
    assert needed == {"crm", "survey", "quality"}


def test_a_row_may_be_marked_as_deleted_in_every_table() -> None:
    unmarked = {c.name for c in CONTRACTS if "is_deleted" not in c.columns or c.version != "updated_at"}
    assert unmarked == set(), "give each of them the columns is_deleted and updated_at, and `version: updated_at`"
