"""Phrases in remarks: which the list holds, and how SQL finds them."""

import duckdb
import pytest
from pydantic import ValidationError

from pipelines.feeds import phrases


def found(text: str | None, kind: str) -> object:
    return duckdb.execute(f"select {phrases.contains_sql('t', kind)} from (select ?::varchar as t)", [text]).fetchone()


@pytest.mark.parametrize(
    ("text", "is_praise", "is_begging"),
    [
        ("Keep it up, as ever", True, False),
        ("VERY GOOD; he asked for a 10", True, True),
        ("服务很好，请给满分", True, True),
        ("The pump leaks since May.", False, False),
        ("", False, False),
        (None, None, None),
    ],
)
def test_a_remark_is_searched_in_any_case_and_in_both_languages(
    text: str | None, is_praise: bool | None, is_begging: bool | None
) -> None:
    assert found(text, "praise") == (is_praise,)
    assert found(text, "begging") == (is_begging,)


def test_every_phrase_of_the_list_is_found_in_a_sentence() -> None:
    for kind in phrases.KINDS:
        for phrase in getattr(phrases.load(), kind):
            assert found(f"x {phrase.upper()} y", kind) == (True,), phrase


def test_a_phrase_means_one_thing() -> None:
    listed = [phrase for kind in phrases.KINDS for phrase in getattr(phrases.load(), kind)]
    assert len(listed) == len(set(listed))


def test_a_quote_in_a_phrase_ends_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    own = phrases.Phrases(praise=("it's fine",), begging=("as agreed",))
    monkeypatch.setattr(phrases, "load", lambda: own)
    assert found("It's fine", "praise") == (True,)


@pytest.mark.parametrize("phrase", ["Very Good", "x", "y" * 61])
def test_a_phrase_that_would_never_be_found_or_always_is_refused(phrase: str) -> None:
    with pytest.raises(ValidationError):
        phrases.Phrases(praise=(phrase,), begging=("as agreed",))
