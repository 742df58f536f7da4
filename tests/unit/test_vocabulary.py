"""One vocabulary: a code that SQL writes is a word of it."""

import re
from enum import StrEnum
from pathlib import Path

from pipelines import vocabulary

MODELS = Path(__file__).resolve().parents[2] / "dbt_project/models"
WORDS = {
    member.value
    for enum in vars(vocabulary).values()
    if isinstance(enum, type) and issubclass(enum, StrEnum)
    for member in enum
}


def test_every_code_of_the_scorecard_is_in_the_vocabulary() -> None:
    files = [*(MODELS / "intermediate/scorecard").glob("*.sql"), *(MODELS / "marts/scorecard").glob("*.sql")]
    codes = {
        code for file in files for code in re.findall(r"(?:then|else) '([a-z_]+)'", file.read_text(encoding="utf-8"))
    }
    assert codes - {"scorable"} <= WORDS
    assert len(codes) > 15


def test_every_code_of_owners_and_stakes_is_in_the_vocabulary() -> None:
    files = [*(MODELS / "intermediate/history").glob("*.sql"), MODELS.parent / "macros/stake.sql"]
    files.append(MODELS / "intermediate/survey/int_response_attributed.sql")
    codes = {
        code for file in files for code in re.findall(r"(?:then|else) '([a-z_]+)'", file.read_text(encoding="utf-8"))
    }
    known = {*vocabulary.OwnerOrigin, *vocabulary.StakeRule}
    assert codes - {"high_good"} == known
