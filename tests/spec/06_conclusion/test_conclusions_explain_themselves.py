"""Chapter 6: a conclusion explains itself in three sentences, and accuses nobody."""

import re

import pandas as pd
import pytest

from pipelines.integrity.sentence_templates import CHANCE, INNOCENT_IF, MECHANISM, NEEDED, SEEN, STANDS_OUT, WITHHELD
from pipelines.integrity.sentences import percent
from tests.spec import designed
from tests.spec.drawn import judge

WORLD = """
        owner   | own staff | outsiders | own staff, loss | outsiders, loss
        wang    | 40/40     | -         | 14/14           | -
        few     | 3/3       | -         | -               | -
        peer*20 | 32/40     | 14/20     | 2/6             | 2/6
"""


def raised(answers: pd.DataFrame, accounts: pd.DataFrame) -> None:
    """Whoever was asked by own staff is satisfied all year long, whatever the items say."""
    own = answers["is_conflicted"]
    answers.loc[own, ["is_satisfied", "is_top"]] = True
    answers.loc[own, "rating_level"] = answers.loc[own, "level_count"] - 1


def sentences(text: str) -> list[str]:
    """Sentences of an English text; a decimal point ends none."""
    return [part for part in re.split(r"(?<=[.])\s+(?=[A-Z])", text) if part]


def test_a_look_says_what_was_seen_how_unlikely_it_is_and_what_would_make_it_innocent() -> None:
    unit = judge(WORLD).verdict("wang")
    assert unit["conclusion_code"] in ("warn", "review")
    seen, chance, innocent = sentences(unit["explanation_en"])
    assert seen.startswith("40 of 40 answers are satisfied; what stands out most: ")
    assert chance.startswith("An honest unit would show as much with p ")
    assert innocent.startswith("It is innocent if ")
    assert "40份答卷中有40份满意" in unit["explanation_zh"] and "属正常" in unit["explanation_zh"]


def test_what_cannot_be_told_says_what_would_be_needed() -> None:
    unit = judge(WORLD).verdict("few")
    assert unit["conclusion_code"] == "cannot_tell"
    assert re.search(r"it takes about \d+ answers", unit["explanation_en"])
    assert "To tell, judge a longer period" in unit["explanation_en"] and "若要判明" in unit["explanation_zh"]


def test_without_a_reference_it_says_how_many_independent_answers_would_be_one() -> None:
    unit = judge("""
        owner   | own staff
        peer*20 | 32/40
    """).verdict("peer1")  # fmt: skip
    assert unit["conclusion_code"] == "no_reference"
    assert "ask at least 20 customers drawn at random" in unit["explanation_en"]


def test_clear_says_which_distortion_would_have_been_found() -> None:
    verdict = judge(WORLD).assessment.verdict
    clear = verdict[verdict["conclusion_code"] == "clear"]
    assert len(clear)
    assert clear["explanation_en"].str.contains(r"\d+ points").all()
    assert clear["explanation_en"].str.contains("That is no proof").all()


def test_a_judged_unit_gives_the_odds_of_its_own_period_and_the_chance_after_all() -> None:
    unit = designed.judge(raised).assessment.verdict.set_index("unit_id").loc[designed.unit()]
    assert unit["conclusion_code"] in ("warn", "error", "review")
    assert "would honestly give about" in unit["explanation_en"]
    assert re.search(r"times less often|hardly tell", unit["explanation_en"])
    assert re.search(r"the chance that (it|the figure) was helped is", unit["explanation_en"])


@pytest.mark.parametrize("column", ["brief_en", "brief_zh"])
def test_the_version_for_small_units_holds_no_figure_of_the_unit(column: str) -> None:
    texts = judge(WORLD).assessment.verdict[column].str.replace(r"(at least |至少)\d+", "", regex=True)
    assert not texts.str.contains(r"\d").any()


def test_nobody_is_accused_in_any_sentence() -> None:
    pairs = [*SEEN.values(), *CHANCE.values(), *MECHANISM.values(), *NEEDED.values(), INNOCENT_IF, STANDS_OUT, WITHHELD]
    for english, chinese in pairs:
        assert not re.search(r"fraud|cheat|guilt|lie[ds]?\b|fake|manipulat|falsif", english), english
        assert not re.search(r"造假|作弊|欺骗|撒谎|伪造|操纵", chinese), chinese
        assert sorted(re.findall(r"\{\w+\}", english)) == sorted(re.findall(r"\{\w+\}", chinese)), english


@pytest.mark.parametrize(
    ("share", "english", "chinese"),
    [(0.999, "more than 99 %", "超过99 %"), (0.004, "less than 1 %", "不到1 %"), (0.5, "50 %", "50 %")],
)
def test_nothing_is_said_to_be_certain(share: float, english: str, chinese: str) -> None:
    assert (percent(share, 0), percent(share, 1)) == (english, chinese)
