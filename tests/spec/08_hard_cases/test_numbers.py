"""Numbers as companies write them: declared, never guessed."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.spec.hard_case import Hard, hard

AMOUNTS = """\
feed: finance
table: invoice
files: '**/x.csv'
columns:
  invoice_id: id
  invoiced_on: day
  net_amount: {{from: amount, {}}}
"""


@pytest.fixture
def company(tmp_path: Path) -> Hard:
    return hard(tmp_path)


def amounts(company: Hard, declared: str, *texts: str) -> list[object]:
    company.map(AMOUNTS.format(declared))
    rows = "".join(f'{n},2026-05-01,"{text}"\n' for n, text in enumerate(texts))
    return company.reads("x.csv", "id,day,amount\n" + rows, "net_amount", "finance__invoice")


def refused(company: Hard, declared: str, text: str) -> str:
    company.map(AMOUNTS.format(declared))
    batch = company.loads("x.csv", f'id,day,amount\n1,2026-05-01,"{text}"\n')
    return ", ".join(batch.refused_by_rule)


@pytest.mark.parametrize(
    ("declared", "text", "number"),
    [
        ("thousands: ','", "1,234,567.5", "1234567.5"),
        ("thousands: ',', symbols: [￥, ¥]", "￥1,234.50", "1234.5"),
        ("thousands: ',', symbols: [￥, ¥]", "¥ 12", "12"),
        ("symbols: [元]", "99元", "99"),
        ("thousands: '.', decimal: ',', symbols: ['€']", "1.234,5 €", "1234.5"),
        ("thousands: ' ', decimal: ','", "1\u00a0234,5", "1234.5"),
        ("thousands: ' ', decimal: ','", "1\u202f234,5", "1234.5"),
        ("thousands: ','", "１，２３４．５", "1234.5"),
        ("negatives: [parentheses]", "(12.5)", "-12.5"),
        ("negatives: [parentheses], symbols: ['$']", "($12.5)", "-12.5"),
        ("negatives: [parentheses]", "（１２）", "-12"),
        ("negatives: [trailing_minus]", "12.5-", "-12.5"),
        ("negatives: [parentheses, trailing_minus]", "-12.5", "-12.5"),
        ("percent: share", "85.5%", "0.855"),
        ("percent: share", "-5 %", "-0.05"),
        ("percent: share", "0.855", "0.855"),
        ("percent: points", "85.5%", "85.5"),
        ("percent: points", "８５．５％", "85.5"),
    ],
)
def test_what_is_declared_is_read(company: Hard, declared: str, text: str, number: str) -> None:
    assert amounts(company, declared, text) == [Decimal(number)]


@pytest.mark.parametrize(
    ("declared", "text"),
    [
        ("thousands: ','", "1,23"),
        ("thousands: ','", "￥1,234"),
        ("symbols: ['$']", "€12"),
        ("negatives: [trailing_minus]", "(12)"),
        ("negatives: [parentheses]", "(-12)"),
        ("negatives: [parentheses]", "(12"),
        ("percent: share", "85%%"),
        ("decimal: '.'", "85%"),
        ("decimal: '.'", "1,234"),
    ],
)
def test_what_is_not_declared_is_quarantined(company: Hard, declared: str, text: str) -> None:
    assert refused(company, declared, text) == "not_a_number"


def test_full_width_digits_are_read_without_a_word(company: Hard) -> None:
    assert amounts(company, "decimal: '.'", "１２３．５", "７", "－８") == [
        Decimal("123.5"), Decimal(7), Decimal(-8)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.0E7", "10000000"), ("-1.234567891E8", "-123456789.1"), ("5.0E-3", "0.005"), ("1.39E8", "139000000")],
)
def test_a_number_that_is_written_with_all_its_digits_is_read(company: Hard, text: str, number: str) -> None:
    assert amounts(company, "decimal: '.'", text) == [Decimal(number)]


@pytest.mark.parametrize("text", ["1.23457E+11", "1E7", "1e3", "1.0e7", "1.23456E-3", "1.0E40", "E7", "1.0E-05"])
def test_a_number_that_a_spreadsheet_rounded_is_not(company: Hard, text: str) -> None:
    assert refused(company, "decimal: '.'", text) == "not_a_number"


def test_a_percent_that_is_too_exact_for_its_column_is_quarantined(company: Hard) -> None:
    assert refused(company, "percent: share", "85.123%") == "too_many_decimals"
    assert refused(company, "percent: points", "85.12345%") == "too_many_decimals"


@pytest.mark.parametrize("token", ["Not Available", "Too Few to Report", "-", "N/A"])
def test_a_declared_token_is_a_missing_value(company: Hard, token: str) -> None:
    assert amounts(company, "missing: [Not Available, Too Few to Report, '-', N/A]", token, "5") == [None, Decimal(5)]


def test_a_token_that_is_not_declared_is_quarantined(company: Hard) -> None:
    assert refused(company, "missing: [N/A]", "Too Few to Report") == "not_a_number"


def test_losses_that_add_up_to_less_than_nothing_are_noted_with_the_way_to_turn_them(company: Hard) -> None:
    path, head = "quality/credit_note/notes.csv", "document_id,document_on,amount,currency\n"
    (note,) = company.loads(path, head + "1,2025-01-02,-100,EUR\n2,2025-01-03,-200.5,EUR\n").notes
    assert "credit_note_amount EUR adds up to -300.5" in note and "map by if(left(amount, 1)" in note
    corrected = head + "1,2025-01-02,100,EUR\n2,2025-01-03,-20,EUR\n"
    assert company.loads(path, corrected).notes == []
