"""Account identifiers that are no account yet: how many rows they touch, and which accounts they may be.

Belongs here: the list of the unmatched, proposals with score and reason.
Elsewhere: what is certain (accounts), where a person decides (account_map). Nothing here is ever applied.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pipelines import manifest
from pipelines.feeds import account_map, accounts
from pipelines.feeds.account_map import Proposal
from pipelines.feeds.accounts import Account
from pipelines.feeds.as_of import current_snapshots
from pipelines.feeds.contract import Contract, load_contracts
from pipelines.feeds.identifiers import Rounded, normal, scientific
from pipelines.feeds.raw_file import shapes
from pipelines.feeds.raw_views import raw_file, rows_of
from pipelines.feeds.synonyms import legal_forms
from pipelines.manifest import Batch
from pipelines.warehouse.connect import Connection, memory, name, quote
from pipelines.workspace import Workspace

MAX_COMPARED = 1_000  # identifiers that are compared with every account; the others have fewer rows
MAX_COMPARISONS = 20_000_000  # of an identifier with an account: some twenty seconds
PER_IDENTIFIER = 3
LOWEST_SCORE = 72  # below it, proposals are mostly of accounts that share a town or an industry
_BETWEEN_CHINESE = re.compile(r"(?<=[\u2e80-\u9fff]) (?=[\u2e80-\u9fff])")
_SHORTEST_PART = 4  # characters, counting a Chinese one twice, that a contained name needs


@dataclass(frozen=True)
class Unmatched:
    """An identifier that is no account, and its rows by `table.column`."""

    identifier: str
    rows: dict[str, int]

    @property
    def row_count(self) -> int:
        """Rows in all tables."""
        return sum(self.rows.values())


@dataclass
class Matches:
    """What `touchstone match` found. `stale` are confirmed lines whose account is in no account file; `removed_count`
    proposals of earlier looks have settled themselves."""

    unmatched: list[Unmatched] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    matched: dict[str, int] = field(default_factory=dict)
    stale: list[account_map.Line] = field(default_factory=list)
    account_count: int = 0
    written_count: int = 0
    removed_count: int = 0


def match(workspace: Workspace) -> Matches:
    """Find the unmatched identifiers of everything that is loaded, and write proposals into `feeds/accounts.csv`.

    Raises ConfigurationError when that file cannot be used.
    """
    lines = account_map.read(workspace)
    unmatched, known, certain = _look(workspace, lines)
    found = Matches(unmatched, account_count=len({a.account_id for a in known}))
    for _, _, how, _ in certain:
        found.matched[how] = found.matched.get(how, 0) + 1
    ids = {account.account_id for account in known}
    found.stale = [line for line in lines if line.confirmed and line.account_id not in ids]
    denied = {(line.identifier, line.account_id) for line in lines if line.confirmed is False}
    most = min(MAX_COMPARED, 1 + MAX_COMPARISONS // (1 + len(known)))
    proposals = propose([u.identifier for u in unmatched[:most]], known)
    found.proposals = [p for p in proposals if (p.identifier, p.account_id) not in denied]
    waiting = {identifier.identifier for identifier in unmatched[most:]}
    names = {account.account_id: account.account_name or "" for account in known}
    now = {(p.identifier, p.account_id) for p in found.proposals}

    def is_settled(line: account_map.Line) -> bool:
        """Whether nobody would propose it today; a line whose account a person exchanged is no proposal any more."""
        if not known or names.get(line.account_id, line.account_name) != line.account_name:
            return False
        return line.identifier not in waiting and (line.identifier, line.account_id) not in now

    found.written_count, found.removed_count = account_map.renew(workspace, found.proposals, is_settled)
    return found


def propose(identifiers: Iterable[str], known: Sequence[Account]) -> list[Proposal]:
    """The accounts that each identifier may be, best first; one without an account where nothing is similar."""
    directory = _Directory(known)
    return [proposal for identifier in identifiers for proposal in directory.proposals(identifier)]


def _look(
    workspace: Workspace, lines: list[account_map.Line]
) -> tuple[list[Unmatched], list[Account], list[tuple[str, str, str, str]]]:
    standing = manifest.standing(manifest.read(workspace.manifest_file))
    with memory([workspace.raw]) as connection:
        known_shapes = shapes(connection, [raw_file(workspace, batch) for batch in standing])
        accounts.collect(connection, workspace, standing, known_shapes)
        known = accounts.accounts(connection)
        strangers = [row[0] for row in connection.execute(_STRANGERS).fetchall()]
        certain = accounts.matched(strangers, known, lines)
        connection.execute("create temp table stranger as select unnest(?::varchar[]) as identifier",
                           [sorted({*strangers} - {alias[0] for alias in certain})])  # fmt: skip
        rows = _current_rows(connection, workspace, standing, known_shapes)
    by_identifier: dict[str, dict[str, int]] = {}
    for identifier, place, count in rows:
        by_identifier.setdefault(identifier, {})[place] = count
    unmatched = [Unmatched(identifier, places) for identifier, places in by_identifier.items()]
    return sorted(unmatched, key=lambda u: (-u.row_count, u.identifier)), known, certain


_STRANGERS = """
select distinct identifier from account_identifier
where identifier not in (select account_id from known_account)
order by identifier"""


def _current_rows(
    connection: Connection, workspace: Workspace, standing: list[Batch], known: accounts.Shapes
) -> list[tuple[str, str, int]]:
    """(identifier, table.column, rows) of every stranger, counted where it stands in the current version of a row."""
    query = "select distinct contract, column_name from account_identifier semi join stranger using (identifier)"
    found: list[tuple[str, str, int]] = []
    for contract_name, column in sorted(connection.execute(query).fetchall()):
        contract = load_contracts()[contract_name]
        mine = [batch for batch in standing if contract.holds(batch)]
        if contract.delivery == "snapshot":
            current = current_snapshots(mine)
            mine = [batch for batch in mine if batch.batch_no in current]
        rows = " union all ".join(rows_of(contract, batch, raw_file(workspace, batch), known) for batch in mine)
        if rows:
            found += connection.execute(_current(contract, column, rows)).fetchall()
    return sorted(found)


def _current(contract: Contract, column: str, rows: str) -> str:
    """SQL of the strangers in one column; a row that a later one of its key replaces does not count, nor a deleted."""
    key, place = ", ".join(map(name, contract.key)), f"{contract.feed}.{contract.table}.{column}"
    return f"""with received as ({rows}),
touched as (select distinct {key} from received semi join stranger on stranger.identifier = received.{name(column)}),
current as (
    select {name(column)} as identifier, is_deleted from received semi join touched using ({key})
    qualify row_number() over (partition by {key} order by updated_at desc nulls last, _batch_no desc, _row_no desc) = 1
)
select identifier, {quote(place)}, count(*) from current semi join stranger using (identifier)
where not coalesce(is_deleted, false) group by identifier"""


class _Directory:
    """All accounts, prepared for being compared with."""

    def __init__(self, known: Sequence[Account]) -> None:
        self.known = known
        self.names = {a.account_id: a.account_name or "" for a in known}
        self.forms = accounts.by_normal_form(known)

    @cached_property
    def cores(self) -> list[tuple[str, str]]:
        """(what counts of a name, account_id), each once."""
        texts = ((text, a.account_id) for a in self.known for text in (a.account_name, a.account_id) if text)
        return sorted({(core, account_id) for text, account_id in texts if (core := core_of(text))})

    @cached_property
    def choices(self) -> list[str]:
        """The first half of `cores`, its words in the order of the alphabet."""
        return [_sorted(core) for core, _ in self.cores]

    def proposals(self, identifier: str) -> list[Proposal]:
        """The best few of one identifier."""
        same = self.forms.get(normal(identifier), {})
        rounded = scientific(identifier)
        if same:
            words = f"same text as {len(same)} accounts" if len(same) > 1 else "same text as this account"
            found = [(100, account_id, words) for account_id in same]
        elif rounded is not None and not rounded.is_exact:
            found = self._rounded(rounded)
        else:
            found = self._similar(core_of(identifier))
        best = sorted(found, key=lambda f: (-f[0], f[1]))[: max(PER_IDENTIFIER, len(same))]
        return [
            Proposal(identifier, account_id, self.names[account_id], score, words) for score, account_id, words in best
        ] or [Proposal(identifier, "", "", 0, account_map.NOTHING_SIMILAR)]

    def _rounded(self, rounded: Rounded) -> list[tuple[int, str, str]]:
        found = sorted({a for a in self.names if rounded.may_be(a.lstrip("0"))})
        others = f"; {len(found)} accounts do" if len(found) > 1 else ""
        words = f"rounds to this number in a spreadsheet{others}"
        return [(90 if len(found) == 1 else 60, account_id, words) for account_id in found]

    def _similar(self, core: str) -> list[tuple[int, str, str]]:
        from rapidfuzz import fuzz, process

        best: dict[str, tuple[int, str]] = {}
        close = process.extract(_sorted(core), self.choices, scorer=fuzz.ratio, score_cutoff=LOWEST_SCORE, limit=50)
        found = [(place, min(94, round(score)), "similar spelling") for _, score, place in close]
        found += [(place, 95, "equal without its legal form") for choice, _, place in close if choice == _sorted(core)]
        found += [(place, _contained(core, choice), "one name contains the other")
                  for place, (choice, _) in enumerate(self.cores) if core in choice or choice in core]  # fmt: skip
        for place, score, words in found:
            choice, account_id = self.cores[place]
            if score >= LOWEST_SCORE and _numbers(choice) == _numbers(core):
                best[account_id] = max(best.get(account_id, (0, "")), (score, words))
        return [(score, account_id, words) for account_id, (score, words) in best.items()]


def core_of(text: str) -> str:
    """What counts when names are compared: words without punctuation, case and legal form."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    for form in legal_forms():
        plain = re.sub(form, " ", plain)
    words = " ".join("".join(c if unicodedata.category(c)[0] in "LNMS" else " " for c in plain).split())
    return _BETWEEN_CHINESE.sub("", words)


def _sorted(core: str) -> str:
    return " ".join(sorted(core.split()))


def _contained(one: str, other: str) -> int:
    """A score for a name that is a part of another: at most 94, and 0 when the part is too short to mean anything."""
    short, long = sorted((one.replace(" ", ""), other.replace(" ", "")), key=len)
    size = sum(1 if c.isascii() else 2 for c in short)
    return 0 if size < _SHORTEST_PART or one == other else round(70 + 24 * len(short) / len(long))


def _numbers(text: str) -> list[str]:
    """The numbers in a name: GTX 2 is never GTX 3."""
    return [number.lstrip("0") for number in re.findall(r"[0-9]+", text)]
