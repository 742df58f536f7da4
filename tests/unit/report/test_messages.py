"""Both languages are complete, alike in their places, and nothing in them is unused."""

import re
from pathlib import Path

import pytest

from pipelines import report
from pipelines.report.executives import LINES, PROOFS
from pipelines.report.headline import BECAUSE, SATISFACTION
from pipelines.report.kpi_sources import CONDITION_FEEDS, CRITERION_FEEDS
from pipelines.report.losses import PARTS
from pipelines.report.readiness import FITNESS
from pipelines.report.render import LANGUAGES, messages
from pipelines.report.scorecard import PERSPECTIVES
from pipelines.report.suspicion import DIMENSIONS, OBSERVED
from pipelines.vocabulary import (
    BatchStatus,
    Conclusion,
    Gate,
    Implementation,
    Readiness,
    ReferenceOrigin,
    ScoreStatus,
    SubjectKind,
)

ROOM = Path(report.__file__).parent
CONTRADICTIONS = sorted(
    {key.split(".")[1] for key in messages("en") if key.startswith("contradiction.") and ".claim" in key}
)
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
    "gate.{}": tuple(Gate),
    "line.{}": LINES,
    "proof.{}": PROOFS,
    "loss.{}": PARTS,
    "pay.{}": FITNESS,
    "readiness.{}": tuple(Readiness),
    "condition.{}": tuple(CONDITION_FEEDS),
    "criterion.{}": tuple(CRITERION_FEEDS),
    "contradiction.{}.claim": CONTRADICTIONS,
    "contradiction.{}.evidence": CONTRADICTIONS,
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


def test_every_contradiction_that_is_worded_is_looked_for() -> None:
    source = (ROOM / "contradictions.py").read_text(encoding="utf-8")
    assert len(CONTRADICTIONS) > 8
    assert [kind for kind in CONTRADICTIONS if f'"{kind}"' not in source] == []


def test_one_and_many_come_in_pairs() -> None:
    ones = {key.removesuffix(".one") for key in messages("en") if key.endswith(".one")}
    many = {key.removesuffix(".many") for key in messages("en") if key.endswith(".many")}
    assert ones == many
