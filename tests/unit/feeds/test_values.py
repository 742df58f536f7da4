"""What values look like, told from their text alone."""

import pytest

from pipelines.feeds.values import Kind, number_of, profile, shape

MISSING = frozenset({"n/a", "-", "无"})


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["2026-01-05", "2026-12-31"], Kind.DATE),
        (["2026/1/5", "2026/12/31"], Kind.DATE),
        (["2026年1月5日"], Kind.DATE),
        (["20260105", "20261231"], Kind.DATE),
        (["2026-01-05 10:00:00", "2026-01-05T10:00:00Z"], Kind.TIMESTAMP),
        (["05/Jan/26 9:05 AM"], Kind.TIMESTAMP),
        (["20269999", "12345678"], Kind.INTEGER),
        (["1", "-20", "+3"], Kind.INTEGER),
        (["1,234.50", "7"], Kind.NUMBER),
        (["￥1,234.50", "￥7"], Kind.NUMBER),
        (["12 %", "3.5%"], Kind.PERCENT),
        (["true", "False"], Kind.BOOLEAN),
        (["EUR", "CNY"], Kind.CURRENCY),
        (["2026-Q1", "2026-09"], Kind.PERIOD),
        (["a@example.org", "b.c@example.com"], Kind.EMAIL),
        (["13800000101", "138-0000-0102", "+4915112345678"], Kind.PHONE),
        (["123秒", "2分15秒", "1小时2分3秒", "90"], Kind.DURATION),
        (["质量部"] * 3 + ["销售部"] * 3, Kind.WORD),
        (["A-1", "A-2"], Kind.CODE),
        (["x" * 50], Kind.LONG_TEXT),
        (["Anna Lee", "王 芳"], Kind.TEXT),
        (["n/a", "-"], Kind.NOTHING),
        ([], Kind.NOTHING),
    ],
)
def test_kinds(values: list[str], kind: Kind) -> None:
    assert profile(values, MISSING).kind is kind


@pytest.mark.parametrize(
    ("values", "formats", "twin"),
    [
        (["2026-01-05"], (), None),
        (["2026/6/8", "2026/12/31"], ("%Y/%m/%d",), None),
        (["31/12/2026", "01/02/2026"], ("%d/%m/%Y",), None),
        (["12/31/2026", "01/02/2026"], ("%m/%d/%Y",), None),
        (["03/04/2026", "05/06/2026"], ("%d/%m/%Y",), "%m/%d/%Y"),
        (["3.4.2026 10:00"], ("%d.%m.%Y %H:%M",), "%m.%d.%Y %H:%M"),
        (["2026-01-05", "2026/1/6"], ("%Y-%m-%d", "%Y/%m/%d"), None),
        (["01/02/2026 03:04:05 PM"], ("%d/%m/%Y %I:%M:%S %p",), "%m/%d/%Y %I:%M:%S %p"),
    ],
)
def test_formats_of_dates_and_their_other_reading(
    values: list[str], formats: tuple[str, ...], twin: str | None
) -> None:
    seen = profile(values, MISSING)
    assert (seen.formats, seen.twin) == (formats, twin)


def test_one_bad_value_does_not_hide_what_the_others_are() -> None:
    assert profile(["2026-01-05", "2026-01-06", "soon"], MISSING).kind is Kind.DATE
    assert profile(["1", "2", "x"], MISSING).kind is Kind.INTEGER


@pytest.mark.parametrize(
    ("values", "thousands", "decimal", "is_open"),
    [
        (["1,234.5", "7"], ",", ".", False),
        (["1.234,50", "7"], ".", ",", False),
        (["1'234.50"], "'", ".", False),
        (["0,5", "12,25"], None, ",", False),
        (["1.234", "2.5"], None, ".", False),
        (["1,234", "5,678"], ",", ".", True),
    ],
)
def test_marks_of_numbers(values: list[str], thousands: str | None, decimal: str, is_open: bool) -> None:
    seen = profile(values, MISSING)
    assert (seen.thousands, seen.decimal, seen.is_mark_open) == (thousands, decimal, is_open)


def test_signs_beside_numbers_and_accountants_negatives() -> None:
    seen = profile(["￥1,200.50", "(300.00)", "7.25-", "80元"], MISSING)
    assert (seen.symbols, seen.negatives) == (("元", "￥"), ("parentheses", "trailing_minus"))
    assert profile(["123秒", "9"], MISSING).symbols == ("秒",)


def test_tokens_for_no_answer_are_counted_apart() -> None:
    seen = profile(["5", "N/A", "4", "无"], MISSING)
    assert (seen.kind, seen.filled, seen.missing, seen.low, seen.high) == (Kind.INTEGER, 2, ("N/A", "无"), 4, 5)


@pytest.mark.parametrize(("text", "number"), [("1,234.5", 1234.5), ("３", 3), ("12%", 12), ("x", None), ("1-2", None)])
def test_numbers_as_a_person_reads_them(text: str, number: float | None) -> None:
    assert number_of(text) == number


def test_a_shape_is_short_and_has_no_letter_of_the_value() -> None:
    assert shape("Kim 007\u202e") == "Aaa 999?"
    assert shape("a" * 99) == "a" * 24 + "…"
