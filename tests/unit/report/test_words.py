"""Numbers as people read them, and text from outside made inert."""

from decimal import Decimal

import pytest

from pipelines.report.words import DASH, inert, interval, money, p_value, percent, points, say, say_count


@pytest.mark.parametrize(
    ("share", "text"),
    [(1, "100.0 %"), (1.0, "100.0 %"), (0.912, "91.2 %"), (0.9999, "> 99.9 %"), (0.00001, "< 0.1 %"), (0, "0.0 %"),
     (0.0005, "0.1 %"), (None, DASH), (float("nan"), DASH), (float("inf"), DASH), (Decimal("0.285"), "28.5 %")],
)  # fmt: skip
def test_a_share_reads_as_percent_and_only_all_reads_as_all(share: object, text: str) -> None:
    assert percent(share).replace("\u202f", " ") == text


def test_an_interval_needs_both_ends() -> None:
    assert interval(0.781, 0.84).replace("\u202f", " ") == "78.1–84.0 %"
    assert interval(None, 0.84) == DASH


@pytest.mark.parametrize(("p", "text"), [(0.0031, "= 0.003"), (0.0009, "< 0.001"), (0.001, "= 0.001"), (None, DASH)])
def test_a_probability_is_never_zero(p: object, text: str) -> None:
    assert p_value(p) == text


def test_money_has_a_currency_and_thousands_separators() -> None:
    assert money(Decimal("13452000.00"), "CNY") == "CNY 13,452,000"
    assert money(-1234567, "EUR") == "EUR −1,234,567"
    assert money(12.5, "EUR") == "EUR 12.50"
    assert money(None, "EUR") == DASH
    assert money("a lot", "EUR") == DASH


def test_a_difference_of_shares_is_in_points_with_its_sign() -> None:
    assert points(0.195) == "+19.5"
    assert points(-0.02) == "−2.0"


def test_one_thing_has_its_own_sentence() -> None:
    assert say_count("x", 1) == say("x.one", n="1")
    assert say_count("x", 1200) == say("x.many", n="1,200")


@pytest.mark.parametrize(
    "text", ["\u202egpj.exe", "\u2066x", "a\x00b", "a\x1b[31m", "a\nb", "\ud800", "\u200b", "\u2028"]
)
def test_control_and_direction_characters_become_visible(text: str) -> None:
    shown = inert(text)
    assert "\\u" in shown
    assert shown.isprintable()
    shown.encode("utf-8")


def test_long_text_is_cut() -> None:
    assert len(inert("x" * 5000)) == 80
