"""Contracts say what they must, in names that every engine takes."""

import duckdb
import pytest

from pipelines.feeds.contract import Column, ColumnType, Contract, load_contracts

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
    ],
)
def test_a_column_that_contradicts_itself_is_refused(nonsense: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        Column.model_validate({"description": "What it is.", **nonsense})
