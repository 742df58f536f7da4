"""What headers are called in the field: the words of `synonyms.yml`, of contracts, and of shipped mappings.

Belongs here: reading the words, and a header brought to the form in which words are compared.
Elsewhere: what is proposed from them (propose).
"""

import re
from functools import cache
from pathlib import Path

from pipelines import yaml_file
from pipelines.feeds.contract import Name, Strict, load_contracts
from pipelines.feeds.header import fold
from pipelines.feeds.mapping import VENDORS, load_mappings

FILE = Path(__file__).with_name("synonyms.yml")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NUMBERED = re.compile(r"^(\d{1,3}|[qQ]\d{1,3})\s*[、.．:：)）]\s*")
_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
_NO_WORD = re.compile(r"[^\w]+|_")
_WRAPPED = (
    re.compile(r"^_(.+)_value$"),
    re.compile(r"^(.+)__c$"),
    re.compile(r"^Custom field \((.+)\)$", re.IGNORECASE),
)
_SHORT = frozenset(("id", "at", "on", "by", "no", "to", "of", "is", "in", "ip", "qty"))
_PREFIXES = (
    "property",
    "hs",
    "fivetran",
    "sf",
    "sys",
    "u",
    "msfp",
    "custom",
)  # what systems put before their own columns


class LegalForms(Strict):
    """Ends of company names that distinguish nobody."""

    latin: tuple[str, ...]
    chinese: tuple[str, ...]


class Synonyms(Strict):
    """`synonyms.yml`."""

    legal_forms: LegalForms
    missing: frozenset[str]
    abbreviations: dict[str, str]
    tables: dict[Name, tuple[str, ...]]
    columns: dict[Name, tuple[str, ...]]
    ratings: dict[str, int]


@cache
def load() -> Synonyms:
    """The words of the field. Raises ConfigurationError when the shipped file is broken."""
    return yaml_file.load(FILE, Synonyms)


@cache
def legal_forms() -> tuple[str, ...]:
    """Regular expressions of what ends a company's name, for a name in small letters."""
    forms = load().legal_forms
    latin = "|".join(re.escape(form) for form in forms.latin)
    chinese = "|".join(sorted(map(re.escape, forms.chinese), key=len, reverse=True))
    return (rf"(?:\b(?:{latin})\b[\s.,&]*)+$", rf"(?:{chinese})+", r"[(（]\s*[)）]")


@cache
def words_of(header: str) -> tuple[str, ...]:
    """The words of a header: camel case, marks and words that are written together split, case folded, abbreviations
    written out, numbering and what systems put around their names dropped.

    >>> words_of("CallDurationInSeconds"), words_of("_ownerid_value"), words_of("Custom field (Start date)")
    (('call', 'duration', 'in', 'seconds'), ('owner', 'id'), ('start', 'date'))
    """
    bare = _NUMBERED.sub("", header.strip())
    for wrapped in _WRAPPED:
        bare = wrapped.sub(r"\1", bare)
    plain = fold(_CAMEL.sub(" ", bare))
    open_ = _BRACKETS.sub(" ", plain)
    split = _NO_WORD.sub(" ", open_ if open_.strip() else plain).split()
    while len(split) > 1 and split[0] in _PREFIXES:
        split = split[1:]
    abbreviations = load().abbreviations
    parts = (part for word in split for part in (word.split() if word in abbreviations else _divided(word)))
    return tuple(word for part in parts for word in abbreviations.get(part, part).split())


@cache
def _divided(text: str) -> tuple[str, ...]:
    """A text that is several known words written together, as these words; the fewest that make it up."""
    known = _lexicon()
    if text in known or not text.isascii() or not text.isalpha() or len(text) > 40:
        return (text,)
    best: list[tuple[str, ...] | None] = [()]
    for end in range(1, len(text) + 1):
        found = [(*done, text[start:end]) for start in range(end)
                 if (done := best[start]) is not None and text[start:end] in known]  # fmt: skip
        best.append(min(found, key=len, default=None))
    return best[-1] or (text,)


@cache
def _lexicon() -> frozenset[str]:
    """Every English word of contracts and synonyms, from two letters on."""
    columns = [column for contract in load_contracts().values() for column in contract.columns]
    texts = [*columns, *load().abbreviations, *(word for words in load().columns.values() for word in words)]
    found = {word for text in texts for word in re.findall(r"[a-z]{2,}", text.lower())}
    return frozenset(word for word in found if len(word) > 2 or word in _SHORT)


@cache
def synonyms_of(contract_name: str, column: str, *, shipped: bool = True) -> dict[tuple[str, ...], str]:
    """Words that mean a column of a contract, each with what says so: alias, shipped mapping or synonym.

    Without `shipped`, the headers of shipped mappings do not count.
    """
    found = {words_of(text): "synonym" for text in load().columns.get(column, ())}
    if shipped:
        known = _shipped().get((contract_name, column), {})
        found |= {words_of(text): f"mapping {by}" for text, by in known.items()}
    found |= {words_of(text): "alias" for text in load_contracts()[contract_name].columns[column].aliases}
    return {words: says for words, says in found.items() if words}


@cache
def table_words(contract_name: str) -> frozenset[tuple[str, ...]]:
    """What files of a table are called."""
    contract = load_contracts()[contract_name]
    return frozenset(
        words_of(text) for text in (*load().tables.get(contract_name, ()), contract.table, *contract.aliases)
    )


def is_known_word(header: str) -> bool:
    """Whether any column of any contract is called so."""
    return words_of(header) in _all_words()


@cache
def _all_words() -> frozenset[tuple[str, ...]]:
    contracts = load_contracts().values()
    named = {words_of(column) for contract in contracts for column in contract.columns}
    return frozenset(named.union(*(synonyms_of(c.name, column) for c in contracts for column in c.columns)))


@cache
def _shipped() -> dict[tuple[str, str], dict[str, str]]:
    """(contract, column) -> header -> the shipped mapping that reads it."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for named in load_mappings(VENDORS):
        for column, source in named.mapping.columns.items() if named.mapping else ():
            for header in source.from_ or ():
                found.setdefault((named.contract.name, column), {}).setdefault(header, named.id)
    return found
