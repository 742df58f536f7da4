"""Every canonical table loads from a file with its own words, and shows of a person only what its contract allows."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.feeds import ingest, raw_views
from pipelines.feeds.contract import Column, ColumnType, Contract, Personal, load_contracts
from pipelines.feeds.ingest import IngestReport
from pipelines.warehouse.connect import database
from pipelines.workspace import Workspace, open_workspace

CONTRACTS = load_contracts()
VALUES = {
    ColumnType.TEXT: "x1",
    ColumnType.CURRENCY: "EUR",
    ColumnType.PERIOD: "2024-Q3",
    ColumnType.INTEGER: "1",
    ColumnType.DECIMAL: "0.5",
    ColumnType.AMOUNT: "12.5",
    ColumnType.SCORE: "1",
    ColumnType.DATE: "2024-05-01",
    ColumnType.TIMESTAMP: "2024-05-01 10:00:00",
    ColumnType.BOOLEAN: "true",
}
Rows = Callable[[str, str], list[tuple[object, ...]]]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "company.yaml").write_text("company: T\ncompany_id: t\ncurrency: EUR\nsettle_seconds: 0\n")
    (tmp_path / "landing").mkdir()
    return open_workspace(tmp_path)


@pytest.fixture
def rows(workspace: Workspace) -> Rows:
    def rows_of(table: str, columns: str) -> list[tuple[object, ...]]:
        raw_views.refresh(workspace)
        with database(workspace.warehouse_file, [workspace.raw]) as connection:
            return connection.execute(f"select {columns} from raw.{table} order by all").fetchall()

    return rows_of


def put(workspace: Workspace, place: str, *lines: str) -> None:
    file = workspace.landing / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def load(workspace: Workspace) -> IngestReport:
    report = ingest.ingest_all(workspace)
    assert not report.refused and not report.unmatched
    assert all(not batch.refused_by_rule for batch in report.batches), report.batches
    return report


def value(column: Column) -> str:
    if column.personal is Personal.EMAIL:
        return "a@b.example"
    return column.values[0] if column.values else VALUES[column.type]


def in_other_words(contract: Contract) -> list[str]:
    headers = [(column.aliases or (name,))[0] for name, column in contract.columns.items()]
    return [",".join(headers), ",".join(value(column) for column in contract.columns.values())]


def test_every_table_loads_from_the_words_of_its_contract(workspace: Workspace, rows: Rows) -> None:
    for contract in CONTRACTS.values():
        table = (contract.aliases or (contract.table,))[0]
        put(workspace, f"{contract.feed}/{table}/2024/file.csv", *in_other_words(contract))
    report = load(workspace)
    assert {f"{batch.feed}__{batch.table}" for batch in report.batches} == set(CONTRACTS)
    assert all((batch.row_count, batch.loaded_count) == (1, 1) for batch in report.batches)
    for name, contract in CONTRACTS.items():
        hidden = {column for column, known in contract.columns.items() if known.hidden_where}
        (row,) = rows(name, f"* exclude (_batch_no{''.join(f', {column}' for column in hidden)})")
        assert None not in row, name


def test_the_canonical_name_comes_before_another_spelling(workspace: Workspace, rows: Rows) -> None:
    put(workspace, "crm/account/a.csv", "account_id,name,account_name", "A1,short,long")
    load(workspace)
    assert rows("crm__account", "account_name") == [("long",)]


def test_an_answer_may_be_spelled_as_the_design_spells_it(workspace: Workspace, rows: Rows) -> None:
    lines = ("complaint_id,received_at,justified", "C1,2024-05-01,y", "C2,2024-05-02,no", "C3,2024-05-03,open")
    put(workspace, "quality/complaint/c.csv", *lines)
    load(workspace)
    assert rows("quality__complaint", "justified") == [("no",), ("open",), ("yes",)]


def test_addresses_are_the_same_however_they_are_written_and_never_shown(workspace: Workspace, rows: Rows) -> None:
    put(workspace, "crm/contact/c.csv", "contact_id,email,phone",
        "K1,Li.Wei@Example.COM,+86 (0)138-0013 8000", "K2, li.wei@example.com ,008601380013 8000", "K3,,")  # fmt: skip
    put(workspace, "crm/contact_history/h.csv", "contact_id,changed_at,field,old,new,changed_by",
        "K1,2024-05-01,phone,13900000000,8601380013 8000,S1",
        "K1,2024-05-02,email,li.wei@example.com,me@free.example,S1")  # fmt: skip
    load(workspace)
    contacts = rows("crm__contact", "email_hash, email_domain, phone_hash")
    (mail, domain, phone), same, missing = contacts
    assert (mail, domain, phone) == same and domain == "example.com"
    assert missing == (None, None, None)
    changes = rows("crm__contact_change", "field_name, old_value_hash, old_value_domain, new_value_hash")
    assert changes[0][:3] == ("email", mail, "example.com")
    assert changes[1][:3] != ("phone", None, None) and changes[1][3] == phone
    shown = str(rows("crm__contact", "*")) + str(rows("crm__contact_change", "*"))
    assert not [word for word in ("wei", "13800", "8000", "me@") if word in shown.lower()]


def test_a_published_figure_about_an_owner_never_names_a_person(workspace: Workspace, rows: Rows) -> None:
    put(workspace, "survey/published_result/p.csv", "result_id,unit_type,unit_id,owner_person_id,value",
        "F1,owner,Zhang San,P1,1", "F2,branch,North,,1")  # fmt: skip
    put(workspace, "people/person/p.csv", "person_id,full_name", "P1,Zhang San")
    load(workspace)
    person = rows("people__person", "person_id")[0][0]
    assert rows("survey__published_result", "result_id, unit_key, owner_person_id") == [
        ("F1", None, person),
        ("F2", "North", None),
    ]
    assert "Zhang" not in str(rows("survey__published_result", "*"))
