"""Chapter 9: what is one account, however another system writes it, and what a person must decide."""

from pathlib import Path

import pytest

from pipelines.feeds import account_map
from pipelines.yaml_file import ConfigurationError
from tests.spec.own_company import Company, company

ACCOUNTS = """
    account_id   | account_name       | parent_account_id
    A1           | 一汽-大众            | ..a2
    A2           | GTX Pro            |
    0000123456   | Müller GmbH        |
    123456789012 | Twelve Digits      |
    B-1          | Same Name          |
    B-2          | same name          |
"""


def with_losses(folder: Path, *identifiers: str, accounts: str = "organisations") -> Company:
    """Each identifier in one loss: loss 1, loss 2, …"""
    own = company(folder, accounts)
    own.deliver("crm/account/a.csv", ACCOUNTS)
    rows = "\n".join(f"{number} | {text} | 2026-01-05" for number, text in enumerate(identifiers, 1))
    own.deliver("quality/loss_event/l.csv", f"loss_id | account_id | event_on\n{rows}")
    own.load()
    return own


def losses(own: Company) -> list[object]:
    return [row[0] for row in own.query("select account_id from raw.quality__loss_event order by cast(loss_id as int)")]


@pytest.mark.parametrize(
    ("written", "account"),
    [
        ("A1", "A1"),
        ("a1", "A1"),
        ("一汽大众", "A1"),
        ("一汽－大众", "A1"),
        ("GTXPro", "A2"),
        ("ＧＴＸ　ｐｒｏ", "A2"),
        ("123456", "0000123456"),
        ("1.23456789012E+11", "123456789012"),
        ("Müller GMBH", "0000123456"),
    ],
)
def test_a_way_of_writing_is_its_account(tmp_path: Path, written: str, account: str) -> None:
    assert losses(with_losses(tmp_path, written)) == [account]


@pytest.mark.parametrize("written", ["1.23457E+11", "SAME NAME", "Mueller GmbH", "GTX Pro 2", "unknown"])
def test_what_is_not_certain_stays_as_it_is(tmp_path: Path, written: str) -> None:
    own = with_losses(tmp_path, written)
    assert losses(own) == [written]
    assert own.query("select count(*) from raw.account_alias where identifier not like '..%'") == [(0,)]


def test_an_alias_says_how_it_was_found(tmp_path: Path) -> None:
    own = with_losses(tmp_path, "一汽大众", "123456")
    assert own.query("from raw.account_alias order by all") == [
        ("..a2", "A2", "normalised", "account_id"),
        ("123456", "0000123456", "normalised", "account_id"),
        ("一汽大众", "A1", "normalised", "account_name"),
    ]


def test_every_column_that_names_an_account_is_brought_to_it(tmp_path: Path) -> None:
    own = with_losses(tmp_path, "A1")
    assert own.query("select parent_account_id from raw.crm__account where account_id = 'A1'") == [("A2",)]
    assert ("B-1",) in own.query("select account_id from raw.crm__account")


def test_a_table_without_aliases_gets_no_join(tmp_path: Path) -> None:
    own = with_losses(tmp_path, "A1")
    views = dict(own.query("select view_name, sql from duckdb_views() where schema_name = 'raw'"))
    assert "account_alias" in str(views["crm__account"])
    assert "account_alias" not in str(views["quality__loss_event"])


def test_a_confirmed_line_decides_and_a_denied_one_forbids(tmp_path: Path) -> None:
    own = with_losses(tmp_path, "VW-FAW", "SAME NAME", "GTXPro")
    lines = [
        "identifier,account_id,confirmed",
        "VW-FAW,A1,yes",
        "SAME NAME,B-2,Yes",
        "SAME NAME,B-1,no",
        "GTXPro,A2,no",
    ]
    own.workspace.accounts_file.write_text("\n".join(lines), encoding="utf-8-sig")
    own.load()
    assert losses(own) == ["A1", "B-2", "GTXPro"]


def test_a_confirmed_line_without_its_account_waits(tmp_path: Path) -> None:
    own = with_losses(tmp_path, "VW")
    own.workspace.accounts_file.write_text("identifier,account_id,confirmed\nVW,A9,yes\n", encoding="utf-8")
    own.load()
    assert losses(own) == ["VW"]
    own.deliver("crm/account/later.csv", "account_id | account_name\nA9 | Volkswagen")
    own.load()
    assert losses(own) == ["A9"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("identifier,account\nx,y\n", "accounts.csv:1: needs the column account_id once"),
        (
            "identifier,account_id,confirmed\nx,A1,maybe\n",
            "accounts.csv:2: confirmed: 'maybe' is not known; allowed: yes",
        ),
        ("identifier,account_id,confirmed\n\n,A1,yes\n", "accounts.csv:3: identifier: is empty"),
        ("identifier,account_id,confirmed\nx,,yes\n", "accounts.csv:2: account_id: is empty but confirmed"),
        ("identifier,account_id,confirmed\nx,A1\n", "accounts.csv:2: has 2 fields, its header has 3"),
        ("identifier,account_id,confirmed\nx,A1,yes\nx,A2,yes\n", "accounts.csv:3: account_id: another account is"),
        ('identifier,account_id,confirmed\nx,"A1,yes\n', "accounts.csv:2: cannot be read as CSV"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, text: str, problem: str) -> None:
    own = company(tmp_path)
    own.workspace.accounts_file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        account_map.read(own.workspace)
    assert problem in str(caught.value)


def test_the_file_is_configuration(tmp_path: Path) -> None:
    own = company(tmp_path)
    before = own.workspace.configuration_hash()
    own.workspace.accounts_file.write_text("identifier,account_id,confirmed\nx,A1,yes\n", encoding="utf-8")
    assert own.workspace.configuration_hash() != before


def test_persons_as_accounts_share_one_pseudonym(tmp_path: Path) -> None:
    own = with_losses(tmp_path, "A2", "gtx pro", "Müller", accounts="persons")
    first, second, third = losses(own)
    assert first == second != third
    assert first in [row[0] for row in own.query("select account_id from raw.crm__account")]
    assert not any(str(value) in ("A2", "gtx pro", "Müller") for value in (first, second, third))


def test_what_an_earlier_version_loaded_is_counted_too(tmp_path: Path) -> None:
    own = with_losses(tmp_path, "GTXPro")
    for file in (own.workspace.raw / "identifier").iterdir():
        file.unlink()
    own.load()
    assert losses(own) == ["A2"]
