"""Which canonical table a file may be, and which of its columns is which: proposals, each with its reason.

Belongs here: the score of a header for a column, of a table for a file, the assignment.
Elsewhere: the words of the field (synonyms), what values look like (values), the YAML text (proposal_text).
Nothing here is ever applied: a proposal becomes a mapping when a person writes it into `feeds/`.
"""

import math
from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from pipelines.feeds import synonyms
from pipelines.feeds.contract import Column, ColumnType, Contract, Personal, load_contracts
from pipelines.feeds.header import fold
from pipelines.feeds.sniff import Sample
from pipelines.feeds.values import Kind, Profile, profile

SURE = 0.80  # from here on a column is proposed without a question
POSSIBLE = 0.52  # below it, a likeness is more often wrong than right
_SAYS = {"alias": 0.97, "mapping": 0.95, "synonym": 0.92}
_DATES, _NUMBERS = (Kind.DATE, Kind.TIMESTAMP), (Kind.INTEGER, Kind.NUMBER, Kind.PERCENT)
_GENERIC = frozenset(("id", "number", "code", "name", "type", "status", "date", "time", "timestamp", "at", "on",
                      "amount", "value", "text", "key", "is"))  # fmt: skip
_OF_KIND = {Personal.EMAIL: Kind.EMAIL, Personal.PHONE: Kind.PHONE}


@dataclass(frozen=True)
class Match:
    """One column of the file for one canonical column."""

    column: str
    header: str
    score: float
    reason: str

    @property
    def is_sure(self) -> bool:
        """Whether it is proposed without a question."""
        return self.score >= SURE


@dataclass(frozen=True)
class Proposal:
    """A table for a file. `score` compares tables and means nothing by itself; `others` are the next best tables."""

    sample: Sample
    contract: Contract
    score: float
    matches: list[Match]
    profiles: Map[str, Profile]
    others: list[str] = field(default_factory=list)

    @property
    def unused(self) -> list[str]:
        """Headers that are proposed for nothing."""
        used = {match.header for match in self.matches}
        return [header for header in self.sample.header if header and header not in used]

    @property
    def lacking(self) -> list[str]:
        """Columns that the table needs and no header is proposed for."""
        found = {match.column for match in self.matches}
        return [column for column in self.contract.required if column not in found]


def propose(sample: Sample, table: str | None = None, *, shipped: bool = True) -> Proposal:
    """The best table for a file, or the named one (`<feed>__<table>`), and the columns for it.

    Without `shipped`, the headers of shipped mappings do not count.
    """
    known = profiles(sample)
    contracts = load_contracts()
    chosen = [contracts[table]] if table else list(contracts.values())
    found = [_for_table(sample, contract, known, shipped) for contract in chosen]
    found.sort(key=lambda proposal: (-proposal.score, proposal.contract.name))
    best = found[0]
    others = [p.contract.name for p in found[1:4] if p.score >= 0.6 * best.score > 0]
    return Proposal(sample, best.contract, best.score, best.matches, known, others)


def profiles(sample: Sample) -> dict[str, Profile]:
    """What the values of each column look like, by header."""
    missing = synonyms.load().missing
    return {header: profile(sample.column(place), missing) for place, header in enumerate(sample.header) if header}


def _for_table(sample: Sample, contract: Contract, known: Map[str, Profile], shipped: bool) -> Proposal:
    pairs = [
        match
        for column in contract.columns
        for header, seen in known.items()
        if (match := judged(contract, column, header, seen, shipped=shipped)).score >= POSSIBLE
    ]
    matches = _with_only_date(contract, known, _assigned(contract, pairs))
    return Proposal(sample, contract, _table_score(sample, contract, matches), matches, known)


def _assigned(contract: Contract, pairs: Sequence[Match]) -> list[Match]:
    """Each header for one column and each column from one header, the likeliest first; in the contract's order."""
    taken: dict[str, Match] = {}
    used: set[str] = set()
    for match in sorted(pairs, key=lambda m: (-m.score, m.column not in contract.required, not _is_id(m))):
        if match.column not in taken and match.header not in used:
            taken[match.column] = match
            used.add(match.header)
    return [taken[column] for column in contract.columns if column in taken]


def _is_id(match: Match) -> bool:
    """Of two headers that are as likely, the one that names an identifier finds more in other tables."""
    return synonyms.words_of(match.header)[-1:] == ("id",)


def _with_only_date(contract: Contract, known: Map[str, Profile], matches: list[Match]) -> list[Match]:
    """A file that has one date has it for the date of its rows, whatever it is called."""
    dates = [header for header, seen in known.items() if seen.kind in _DATES]
    found = {match.column for match in matches}
    if (
        contract.row_date is None
        or contract.row_date in found
        or len(dates) != 1
        or dates[0] in {m.header for m in matches}
    ):
        return matches
    only = Match(contract.row_date, dates[0], 0.6, "the only date of the file")
    order = list(contract.columns)
    return sorted([*matches, only], key=lambda match: order.index(match.column))


def _table_score(sample: Sample, contract: Contract, matches: Sequence[Match]) -> float:
    """How much of the header the table explains; a column that many tables have says little of which one it is."""
    found = {match.column: match.score for match in matches}
    explained = sum(score * _rarity(column) for column, score in found.items())
    needed = sum(found.get(column, 0.0) for column in contract.required) / len(contract.required)
    named = any(_speaks_of(words, sample.name) for words in synonyms.table_words(contract.name))
    return explained * (0.3 + 0.7 * needed) * (1.5 if named else 1.0)


@cache
def _rarity(column: str) -> float:
    contracts = load_contracts().values()
    return 0.2 + math.log(len(contracts) / sum(1 for contract in contracts if column in contract.columns))


def _speaks_of(words: tuple[str, ...], path: str) -> bool:
    said = synonyms.words_of(path.rsplit(".", 1)[0].replace("/", " "))
    if all(word.isascii() for word in words):
        return any(said[place : place + len(words)] == words for place in range(len(said)))
    return any("".join(words) in part for part in said)


def judged(contract: Contract, column: str, header: str, seen: Profile, *, shipped: bool = True) -> Match:
    """How likely a header is a column: what its name says, held against what its values are."""
    known = contract.columns[column]
    fits = _fits(column, known, seen)
    if fits < POSSIBLE:
        return Match(column, header, 0.0, "its values do not fit")
    named, reason = _by_name(contract, column, header, seen, shipped)
    by_value = _OF_KIND.get(known.personal) if known.personal else None
    if named < POSSIBLE and by_value is not None and seen.kind is by_value:
        return Match(column, header, 0.6, f"its values look like {by_value} values")
    if named >= POSSIBLE and seen.kind is not Kind.NOTHING and fits >= 1:
        reason += f", values: {seen.kind}"
    return Match(column, header, named * fits, reason)


def _by_name(contract: Contract, column: str, header: str, seen: Profile, shipped: bool) -> tuple[float, str]:
    if header == column or _folded(header) == column:
        return 1.0, "the canonical name"
    words, meant = synonyms.words_of(header), synonyms.synonyms_of(contract.name, column, shipped=shipped)
    if words in meant and words != synonyms.words_of(column):
        return _SAYS[meant[words].split()[0]], meant[words]
    if column == "account_id" and "account_name" not in contract.columns and _names_accounts(words):
        return 0.86, "a name of accounts, which is brought to their ids"
    if words == synonyms.words_of(column):
        return 0.96, "the canonical name"
    if column == contract.key[0] and words and words[-1] in ("id", "number", "key", "编号", "单号"):
        if words in (("id",), ("record", "id"), ("number",)) and seen.is_unique:
            return 0.93, "an id without repetition"
        if words[:-1] in synonyms.table_words(contract.name):
            return 0.925, "the id of this table"
    return _likeness(words, (synonyms.words_of(column), *meant))


_folded = cache(fold)


def _names_accounts(words: tuple[str, ...]) -> bool:
    return words in synonyms.synonyms_of("crm__account", "account_name", shipped=False)


@cache
def _likeness(words: tuple[str, ...], known: tuple[tuple[str, ...], ...]) -> tuple[float, str]:
    """The best likeness of a header's words to any known words; at most .79, so that it is always a question."""
    best, like = 0.0, ""
    for other in known:
        score = max(_alike(words, other), 0.95 * _alike(words[:-1], other) if words[-1:] == ("code",) else 0.0)
        if score > best:
            best, like = score, " ".join(other)
    return min(best, SURE - 0.01), f"similar to {like}"


@cache
def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    from rapidfuzz import fuzz

    left, right = "".join(one), "".join(other)
    if not left or not right:
        return 0.0
    shared = len(set(one) & set(other))
    if one[-1] == other[-1] and shared in (len(set(one)), len(set(other))) and set(one) & set(other) - _GENERIC:
        return 0.8 * math.sqrt(shared / max(len(set(one)), len(set(other))))
    if not left.isascii() and (left in right or right in left):
        return 0.8 * math.sqrt(min(len(left), len(right)) / max(len(left), len(right)))
    spelled = fuzz.ratio(left, right) / 100
    return max(0.8 * shared / len({*one, *other}), 0.8 * spelled if spelled >= 0.85 else 0.0)


def _fits(column: str, known: Column, seen: Profile) -> float:
    """How well values suit a column: 1 when they do, 0 when they cannot."""
    if seen.kind is Kind.NOTHING:
        return 0.95
    match known.type:
        case ColumnType.DATE | ColumnType.TIMESTAMP:
            return 1.0 if seen.kind in _DATES else 0.0
        case ColumnType.INTEGER | ColumnType.DECIMAL | ColumnType.AMOUNT | ColumnType.SCORE:
            return _fits_number(column, known, seen)
        case ColumnType.BOOLEAN:
            is_flag = seen.kind is Kind.BOOLEAN or (seen.kind is Kind.INTEGER and seen.low in (0, 1) and seen.high == 1)
            return 1.0 if is_flag else 0.6 if seen.kind in (Kind.WORD, Kind.INTEGER) and seen.distinct <= 3 else 0.1
        case ColumnType.CURRENCY:
            return 1.0 if seen.kind is Kind.CURRENCY else 0.85 if seen.words and seen.kind not in _NUMBERS else 0.2
        case ColumnType.PERIOD:
            return 1.0 if seen.kind in (Kind.PERIOD, Kind.INTEGER, Kind.WORD, Kind.CODE) else 0.5
        case ColumnType.CODE:
            return 0.0 if seen.kind in (Kind.LONG_TEXT, *_DATES) else 1.0 if seen.distinct <= 30 else 0.6
    return _fits_text(column, known, seen)


def _fits_number(column: str, known: Column, seen: Profile) -> float:
    if seen.kind is Kind.DURATION:
        return 1.0 if known.unit == "seconds" else 0.0
    if seen.kind is Kind.BOOLEAN or (seen.kind in _DATES):
        return 0.0
    if known.type is ColumnType.SCORE and seen.words and seen.kind in (Kind.WORD, Kind.TEXT, Kind.CODE):
        return 1.0 if all(word.casefold() in synonyms.load().ratings for word in seen.words) else 0.7
    return 1.0 if seen.kind in _NUMBERS else 0.1


def _fits_text(column: str, known: Column, seen: Profile) -> float:
    if known.personal in _OF_KIND:
        return 1.0 if seen.kind is _OF_KIND[known.personal] else 0.9
    if known.personal is Personal.FREE_TEXT:
        return 0.4 if seen.kind in (*_DATES, Kind.BOOLEAN) else 1.0
    if seen.kind in _DATES or seen.kind is Kind.BOOLEAN:
        return 0.3
    is_id = column.endswith(("_id", "_no", "_ref"))
    return 0.4 if is_id and seen.kind in (Kind.LONG_TEXT, Kind.PERCENT) else 1.0
