"""Both languages are complete, alike in their places, and nothing in them is unused."""

import re
from pathlib import Path

import pytest

from pipelines import report
from pipelines.report.headline import BECAUSE, SATISFACTION
from pipelines.report.render import LANGUAGES, messages
from pipelines.report.scorecard import GATES, PERSPECTIVES
from pipelines.report.suspicion import DIMENSIONS, OBSERVED
from pipelines.vocabulary import BatchStatus, Conclusion, Implementation, ReferenceOrigin, ScoreStatus, SubjectKind

ROOM = Path(report.__file__).parent
FAMILIES = {
    "conclusion.{}": tuple(Conclusion),
    "origin.{}": tuple(ReferenceOrigin),
    "status.{}": tuple(ScoreStatus),
    "satisfaction.{}": SATISFACTION,
    "satisfaction.{}.why": SATISFACTION,
    "implementation.{}": tuple(Implementation),
    "because.{}": BECAUSE,
    "batch.{}": tuple(BatchStatus),
    "dimension.{}": DIMENSIONS,
    "observed.{}": (*OBSERVED.values(), "other"),
    "perspective.{}": PERSPECTIVES,
    "gate.{}": GATES,
    "record.{}": tuple(SubjectKind),
}


def places(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


def test_both_languages_have_the_same_keys() -> None:
    assert messages("en").keys() == messages("zh").keys()


@pytest.mark.parametrize("key", messages("en"))
def test_both_languages_have_the_same_places(key: str) -> None:
    assert places(messages("en")[key]) == places(messages("zh")[key])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_empty_and_none_holds_markup(language: str) -> None:
    for key, text in messages(language).items():
        assert text.strip(), key
        assert "<" not in text, key


def test_every_family_of_codes_is_worded() -> None:
    wanted = {pattern.format(code) for pattern, codes in FAMILIES.items() for code in codes}
    assert wanted <= messages("en").keys()


def test_every_message_is_used() -> None:
    files = [*ROOM.glob("*.py"), *ROOM.glob("templates/*.html")]
    sources = "".join(file.read_text(encoding="utf-8") for file in files)
    families = {pattern.format(code) for pattern, codes in FAMILIES.items() for code in codes}
    unused = [
        key
        for key in messages("en")
        if key not in families
        and f'"{key}"' not in sources
        and f'"{key.removesuffix(".one").removesuffix(".many")}"' not in sources
    ]
    assert unused == []


def test_one_and_many_come_in_pairs() -> None:
    ones = {key.removesuffix(".one") for key in messages("en") if key.endswith(".one")}
    many = {key.removesuffix(".many") for key in messages("en") if key.endswith(".many")}
    assert ones == many
