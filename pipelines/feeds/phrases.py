"""Phrases in what customers wrote: empty praise, and signs that a mark was asked for.

Belongs here: the list (`phrases.yml`) as SQL over a text.
Elsewhere: which columns are looked at (a contract's `phrases`), what a phrase is worth (integrity).
"""

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from pipelines import yaml_file
from pipelines.feeds.contract import Strict
from pipelines.warehouse.connect import quote

FILE = Path(__file__).with_name("phrases.yml")
KINDS = ("praise", "begging")
Phrase = Annotated[str, StringConstraints(pattern=r"^[^A-Z]{2,60}$")]


class Phrases(Strict):
    """The phrases of each kind, in lower case."""

    praise: Annotated[tuple[Phrase, ...], Field(min_length=1)]
    begging: Annotated[tuple[Phrase, ...], Field(min_length=1)]


@cache
def load() -> Phrases:
    """The shipped list. Raises ConfigurationError when it is broken."""
    return yaml_file.load(FILE, Phrases)


def contains_sql(text: str, kind: str) -> str:
    """SQL: whether the text holds a phrase of a kind; null without a text."""
    found = " or ".join(f"contains(lower({text}), {quote(phrase)})" for phrase in getattr(load(), kind))
    return f"case when {text} is not null then {found} end"
