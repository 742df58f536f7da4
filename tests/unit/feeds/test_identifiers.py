"""The normal form of identifiers: what is one, what stays two."""

import pytest

from pipelines.feeds.identifiers import normal, scientific


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("一汽-大众", "一汽大众"),
        ("一汽－大众", "一汽·大众"),
        ("GTXPro", "GTX Pro"),
        ("GTX\u00a0PRO", "gtx-pro"),
        ("ＡＢＣ１２３", "abc123"),
        ("0000123456", "123456"),
        ("10 002", "10002"),
        ("1.23456789012E+11", "123456789012"),
        ("1,23456789012e+11", "123456789012"),
        ("123456.0", "0123456"),
        ("Müller & Co.", "MÜLLER&CO"),
        ("上海（集团）公司", "上海(集团)公司"),
    ],
)
def test_ways_of_writing_one_identifier(one: str, other: str) -> None:
    assert normal(one) == normal(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.23457E+11", "123457000000"),
        ("12E5", "1200000"),
        ("1E5", "100000"),
        ("10-1", "101"),
        ("1.5", "15"),
        ("0A1", "A1"),
        ("C+", "C"),
        ("大众一汽", "一汽大众"),
    ],
)
def test_identifiers_that_stay_two(one: str, other: str) -> None:
    assert normal(one) != normal(other)


@pytest.mark.parametrize("text", ["", "  ", "---", "\u200b"])
def test_nothing_is_left_of_marks_alone(text: str) -> None:
    assert normal(text) == ""


def test_a_rounded_number_may_be_what_rounds_to_it() -> None:
    rounded = scientific("1.23457E+11")
    assert rounded is not None and not rounded.is_exact
    assert rounded.may_be("123456789012")
    assert not rounded.may_be("123458789012")
    assert not rounded.may_be("12345678901")
    assert not rounded.may_be("12345678901a")


@pytest.mark.parametrize("text", ["1.25E+1", "1E-5", "-1.2E+3", "1.5E+999", "E+5", "1.2F+3"])
def test_what_is_no_code_in_scientific_notation(text: str) -> None:
    assert scientific(text) is None
