"""Chapter 9: what is not certain is proposed with a score and a reason, and decided by a person."""

import csv
from pathlib import Path

import pytest

from pipelines.feeds import account_map
from pipelines.feeds.accounts import Account
from pipelines.feeds.match import Matches, match, propose
from pipelines.feeds.values import shape
from tests.spec.own_company import Company, company

KNOWN = [
    Account("A1", "一汽-大众汽车有限公司"),
    Account("A2", "Brandt Automotive GmbH"),
    Account("A3", "Brandt Armaturen GmbH"),
    Account("B1", "Same Name"),
    Account("B2", "same-name"),
    Account("123456789012", "Twelve"),
    Account("123456700000", "Twelve too"),
    Account("G2", "GTX 2 Pro"),
]


@pytest.mark.parametrize(
    ("identifier", "accounts", "lowest", "reason"),
    [
        ("SAME NAME", ["B1", "B2"], 100, "same text as 2 accounts"),
        ("1.23457E+11", ["123456700000", "123456789012"], 60, "rounds to this number in a spreadsheet; 2 accounts do"),
        ("Brandt Automotive AG", ["A2"], 95, "equal without its legal form"),
        ("Brandt Automotiv", ["A2"], 90, "similar spelling"),
        ("一汽大众", ["A1"], 80, "one name contains the other"),
    ],
)
def test_proposals(identifier: str, accounts: list[str], lowest: int, reason: str) -> None:
    found = [p for p in propose([identifier], KNOWN) if p.score >= lowest]
    assert [p.account_id for p in found] == accounts
    assert {p.reason for p in found} == {reason}


@pytest.mark.parametrize("identifier", ["GTX 3 Pro", "Siemens", "1.99999E+11", "大"])
def test_what_is_like_nothing_is_still_listed(identifier: str) -> None:
    (proposal,) = propose([identifier], KNOWN)
    assert (proposal.account_id, proposal.reason) == ("", "nothing similar")


@pytest.fixture
def own(tmp_path: Path) -> Company:
    made = company(tmp_path)
    made.deliver("crm/account/a.csv", "account_id | account_name\nA1 | Brandt Automotive GmbH\nA2 | Hoyer SE")
    rows = "1 | Brandt Automotive AG | 2026-01-05\n2 | Brandt Automotive AG | 2026-01-05\n3 | =cmd() | 2026-01-05"
    made.deliver("quality/loss_event/l.csv", f"loss_id | account_id | event_on\n{rows}\n4 | hoyer se | 2026-01-05")
    made.deliver(
        "finance/invoice/i.csv", "invoice_id | account_id | invoiced_on\n7 | Brandt Automotive AG | 2026-01-05"
    )
    made.load()
    return made


def test_the_unmatched_are_listed_with_the_rows_that_they_touch(own: Company) -> None:
    found: Matches = match(own.workspace)
    first = found.unmatched[0]
    assert (first.identifier, first.row_count) == ("Brandt Automotive AG", 3)
    assert first.rows == {"quality.loss_event.account_id": 2, "finance.invoice.account_id": 1}
    assert found.matched == {"normalised": 1}
    assert found.account_count == 2


def test_proposals_are_written_for_a_person_and_start_no_formula(own: Company) -> None:
    match(own.workspace)
    with open(own.workspace.accounts_file, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == list(account_map.COLUMNS)
    said = ["Brandt Automotive AG", "A1", "Brandt Automotive GmbH", "95", "equal without its legal form", ""]
    assert list(rows[0].values()) == said
    assert rows[1]["identifier"] == "'=cmd()"
    assert [line.identifier for line in account_map.read(own.workspace)] == ["Brandt Automotive AG", "=cmd()"]


def test_what_a_person_wrote_stays_byte_for_byte(own: Company) -> None:
    written = "confirmed,identifier,note,account_id\r\n YES ,Brandt Automotive AG,phoned them,A1"
    own.workspace.accounts_file.write_bytes(b"\xef\xbb\xbf" + written.encode())
    match(own.workspace)
    content = own.workspace.accounts_file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf" + written.encode())
    assert content.count(b"Brandt") == 1
    own.load()
    accounts = own.query("select distinct account_id from raw.finance__invoice")
    assert accounts == [("A1",)]


def test_a_second_look_writes_nothing_twice(own: Company) -> None:
    assert match(own.workspace).written_count == 2
    before = own.workspace.accounts_file.read_bytes()
    assert match(own.workspace).written_count == 0
    assert own.workspace.accounts_file.read_bytes() == before


def test_a_proposal_that_a_person_denied_is_not_made_again(own: Company) -> None:
    own.workspace.accounts_file.write_text(
        "identifier,account_id,confirmed\nBrandt Automotive AG,A1,no\n", encoding="utf-8"
    )
    assert not [p for p in match(own.workspace).proposals if p.account_id == "A1"]


WRITTEN = "Brandt Automotive AG,A1,Brandt Automotive GmbH,95,equal without its legal form,"


def lines(own: Company) -> list[str]:
    return own.workspace.accounts_file.read_text(encoding="utf-8").splitlines()


def test_a_proposal_whose_spelling_no_feed_has_any_more_goes(own: Company) -> None:
    contacts = "contact_id | account_id\nC1 | Hoyer Schweiz AG\nC2 | "
    own.deliver("crm/contact/c.csv", contacts + "Brandt Armaturen")
    own.load()
    match(own.workspace)
    own.deliver("crm/contact/c.csv", contacts + "A1")
    own.load()
    before = lines(own)
    found = match(own.workspace)
    assert (found.written_count, found.removed_count) == (0, 1)
    assert lines(own) == [line for line in before if not line.startswith("Brandt Armaturen,")]


def test_a_corrected_row_does_not_count_with_what_it_said_before(own: Company) -> None:
    own.deliver("quality/loss_event/new.csv", "loss_id | account_id | event_on\n1 | A1 | 2026-01-05")
    own.deliver("finance/invoice/i2.csv", "invoice_id | is_deleted | invoiced_on\n7 | true | 2026-01-05")
    own.load()
    first = match(own.workspace).unmatched[0]
    assert (first.identifier, first.rows) == ("=cmd()", {"quality.loss_event.account_id": 1})
    assert match(own.workspace).unmatched[1].rows == {"quality.loss_event.account_id": 1}


def test_a_proposal_whose_spelling_is_an_account_now_goes(own: Company) -> None:
    match(own.workspace)
    own.deliver("crm/account/a.csv", "account_id | account_name\nA1 | Brandt Automotive AG\nA2 | Hoyer SE")
    own.load()
    assert match(own.workspace).removed_count == 1
    assert [line.identifier for line in account_map.read(own.workspace)] == ["=cmd()"]


def test_nothing_similar_gives_way_to_something_similar(tmp_path: Path) -> None:
    own = company(tmp_path)
    own.deliver("crm/account/a.csv", "account_id | account_name\nA2 | Hoyer SE")
    own.deliver("crm/contact/c.csv", "contact_id | account_id\nC1 | Brandt Automotive AG")
    own.load()
    match(own.workspace)
    assert "Brandt Automotive AG,,,0,nothing similar," in lines(own)
    own.deliver("crm/account/a.csv", "account_id | account_name\nA1 | Brandt Automotive GmbH\nA2 | Hoyer SE")
    own.load()
    assert (match(own.workspace).written_count, lines(own)[-1]) == (1, WRITTEN)
    assert "Brandt Automotive AG,,,0,nothing similar," not in lines(own)


@pytest.mark.parametrize(
    "written",
    [
        "gone,A1,Brandt Automotive GmbH,95,similar spelling,yes",
        "gone,A1,Brandt Automotive GmbH,95,similar spelling,no",
        "gone,A1,,,,",
        "gone,A2,Brandt Automotive GmbH,95,similar spelling,",
        "gone,A1,,0,nothing similar,",
    ],
    ids=["confirmed", "refused", "a person's own line", "another account", "an account where none was proposed"],
)
def test_what_a_person_decided_or_wrote_is_never_taken_out(own: Company, written: str) -> None:
    head = "identifier,account_id,account_name,score,reason,confirmed"
    own.workspace.accounts_file.write_text(f"{head}\n{written}\n", encoding="utf-8")
    assert match(own.workspace).removed_count == 0
    assert lines(own)[1] == written


def test_the_other_lines_of_a_decided_spelling_go_and_all_others_keep_their_bytes(own: Company) -> None:
    head = "\ufeffidentifier,account_id,account_name,score,reason,confirmed,note\r\n"
    decided = 'Brandt Automotive AG,A1,"Brandt\nAutomotive GmbH",95,equal without its legal form,yes,\r\n'
    other = 'Brandt Automotive AG,A2,"Hoyer SE",72,similar spelling,,\r\n'
    noted = "Brandt Automotive AG,A2,Hoyer SE,72,similar spelling,,ask Ms Lee\r\n"
    own.workspace.accounts_file.write_bytes((head + decided + other + noted).encode())
    own.load()
    assert match(own.workspace).removed_count == 1
    assert own.workspace.accounts_file.read_bytes().startswith((head + decided + noted).encode())


def test_without_accounts_no_proposal_is_taken_out(own: Company) -> None:
    match(own.workspace)
    before = lines(own)
    (own.workspace.landing / "crm/account/a.csv").unlink()
    own.workspace.manifest_file.unlink()
    assert match(own.workspace).removed_count == 0
    assert lines(own) == before


def test_a_confirmed_account_that_is_in_no_file_is_told(own: Company) -> None:
    own.workspace.accounts_file.write_text("identifier,account_id,confirmed\nx,A9,yes\n", encoding="utf-8")
    assert [(line.number, line.account_id) for line in match(own.workspace).stale] == [(2, "A9")]


def test_a_proposal_changes_nothing_by_itself(own: Company) -> None:
    match(own.workspace)
    own.load()
    assert own.query("select count(*) from raw.account_alias where how = 'confirmed'") == [(0,)]


def test_the_shape_of_a_value_tells_no_name() -> None:
    assert shape("Anna Müller-Lee 42, 王芳\n") == "Aaaa A字aaaa-Aaa 99, 字字?"
