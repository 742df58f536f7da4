"""Which mappings are for a file: the workspace's own, its canonical folder's, or a shipped one that knows its header.

Belongs here: the order in which they are asked, signatures, and what to tell when none takes a file.
Elsewhere: what a mapping says (mapping), how a header is read (readers).
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipelines.feeds import preflight, readers
from pipelines.feeds.contract import contract_names, load_contracts
from pipelines.feeds.header import Header
from pipelines.feeds.mapping import NamedMapping, Read, canonical
from pipelines.feeds.problem import Problem, refuse

_MOST = 0.6  # share of a header that a shipped mapping reads, from which on it is proposed
MAX_TITLED = 5  # rows in which a header is looked for
_NEAR = 0.5  # a shipped mapping is named when the header has at least this share of its signature


@dataclass
class Candidate:
    """A file that waits for a mapping; its header is read once for each way of reading."""

    path: Path
    relative: str
    headers: dict[str, Header | None] = field(default_factory=dict)
    sheets: dict[str | None, list[list[str]] | None] = field(default_factory=dict)

    def header(self, read: Read) -> Header | None:
        """Its header, read in one way; None when it cannot be read so."""
        key = read.model_dump_json()
        if key not in self.headers:
            names = self._names(read)
            self.headers[key] = None if names is None else Header(names)
        return self.headers[key]

    def _names(self, read: Read) -> list[str] | None:
        """A sheet is opened once, however many ways of reading there are: to open it is to parse all of it."""
        if (read.format or preflight.FORMATS.get(Path(self.relative).suffix.lower())) != "xlsx":
            return readers.names_of(self.path, self.relative, read)
        if read.sheet not in self.sheets:
            self.sheets[read.sheet] = readers.first_rows(self.path, self.relative, read.sheet)
        rows = self.sheets[read.sheet]
        return None if rows is None else readers.names_of(self.path, self.relative, read, rows)

    def read_of(self, named: NamedMapping) -> Read:
        """How a mapping reads the file; one that looks for its header finds the row with most names that it knows."""
        kind = named.read.format or preflight.FORMATS.get(Path(self.relative).suffix.lower())
        if not named.read.find_header or kind not in ("csv", "xlsx"):
            return named.read
        rows = range(1, MAX_TITLED + 1)
        ways = [named.read.model_copy(update={"header_rows": row, "name_row": row}) for row in rows]
        return max(ways, key=lambda read: self._known(named, read))

    def _known(self, named: NamedMapping, read: Read) -> int:
        header, known = self.header(read), Header(sorted(named.names()))
        return sum(1 for text in header.names if text and known.find(text) is not None) if header is not None else 0

    def lacks(self, named: NamedMapping) -> list[str] | None:
        """What of a mapping's signature the header lacks; None when it cannot be read as the mapping says."""
        header = self.header(self.read_of(named))
        if header is None:
            return None
        return [" or ".join(spellings) for spellings in named.signature if header.find(*spellings) is None]

    def bears(self, named: NamedMapping) -> bool:
        """Whether the mapping is for this file, by its path and its signature."""
        return named.takes(self.relative) and (not named.signature or self.shows(named))

    def shows(self, named: NamedMapping) -> bool:
        """Whether the header has all of the mapping's signature, and no column of another kind of file."""
        header = self.header(self.read_of(named))
        return header is not None and self.lacks(named) == [] and header.find(*named.not_with) is None

    def share_read_by(self, named: NamedMapping) -> float:
        """The share of the header's names that a mapping reads (0-1); 0 when it cannot be read as the mapping says."""
        read = self.read_of(named)
        header = self.header(read)
        texts = [text for text in header.names if text] if header is not None else []
        return self._known(named, read) / len(texts) if texts else 0.0

    def settled(self, named: NamedMapping) -> NamedMapping:
        """The mapping with the row in which this file has its header."""
        if named.mapping is None or not named.read.find_header:
            return named
        return replace(named, mapping=named.mapping.model_copy(update={"read": self.read_of(named)}))


def choose(file: Candidate, own: Sequence[NamedMapping], shipped: Sequence[NamedMapping]) -> list[NamedMapping]:
    """The mappings for a file, one for each table that it fills.

    Raises RefusedFileError when two of them fill the same table.
    """
    found = [named for named in own if file.bears(named)]
    if not found and (contract := _contract_of(file.relative)) is not None:
        return [canonical(load_contracts()[contract])]
    if not found:
        found = [named for named in shipped if file.bears(named)]
    _need_one_for_each_table(file, found, {named.id for named in shipped})
    return [file.settled(named) for named in found]


def fitting(file: Candidate, shipped: Iterable[NamedMapping]) -> list[tuple[str, list[str]]]:
    """The shipped mappings that read most of a header, best first, and what of their signature it lacks."""
    known = [(file.share_read_by(named), named) for named in shipped if named.signature]
    best = sorted(((share, named) for share, named in known if share >= _MOST), key=lambda f: (-f[0], f[1].id))
    return [(named.id, file.lacks(named) or []) for _, named in best]


def unmatched(file: Candidate, shipped: Sequence[NamedMapping]) -> Problem:
    """What to tell of a file that no mapping takes: the nearest shipped mapping, or how to go on."""
    what = "no mapping takes it and its folder is no canonical table"
    go_on = f"`touchstone map {file.relative}` proposes a mapping"
    if (refusal := preflight.look(file.path, file.relative)) is not None:
        return Problem(file.relative, f"{what}; it {refusal.what}", refusal.next_step)
    nearest = _nearest(file, shipped)
    if nearest is not None:
        named, lacking = nearest
        what += f"; nearest is the shipped mapping {named.id}, whose " + (
            f"columns {', '.join(lacking)} its header lacks" if lacking else "`files` do not name it"
        )
        go_on += f"; or write one in feeds/ with `use: {named.id}`, its `files`, and the columns as they are named here"
    elif hint := readers.hint_of(file.path, file.relative):
        go_on = hint
    else:
        go_on += "; or put it below landing/<feed>/<table>/ with canonical headers"
    return Problem(file.relative, what, go_on)


def _nearest(file: Candidate, shipped: Iterable[NamedMapping]) -> tuple[NamedMapping, list[str]] | None:
    best: tuple[float, NamedMapping, list[str]] | None = None
    for named in shipped:
        lacking = file.lacks(named) if named.signature else None
        if lacking is None:
            continue
        share = 1 - len(lacking) / len(named.signature)
        if share >= _NEAR and (best is None or share > best[0]):
            best = share, named, lacking
    return best[1:] if best else None


def _contract_of(relative: str) -> str | None:
    parts = relative.split("/")
    name = f"{parts[0]}__{parts[1].split('.')[0] if len(parts) == 2 else parts[1]}" if len(parts) > 1 else ""
    return contract_names().get(name)


def content_of(sha256: str, named: NamedMapping, matched: Sequence[NamedMapping]) -> str:
    """What tells a mapping's batch: the file's SHA-256; where a second sheet fills the same table, its name too."""
    same = [other.id for other in matched if other.contract.name == named.contract.name]
    sheet = hashlib.sha256((named.read.sheet or "").encode()).hexdigest()[:8]
    return sha256 if same[:1] in ([], [named.id]) else f"{sha256}-{sheet}"


def _other_sheet(file: Candidate, one: NamedMapping, other: NamedMapping) -> bool:
    kind = one.read.format or preflight.FORMATS.get(Path(file.relative).suffix.lower())
    return kind == "xlsx" and one.read.sheet != other.read.sheet


def _need_one_for_each_table(file: Candidate, found: list[NamedMapping], shipped: set[str]) -> None:
    for place, named in enumerate(found):
        for other in found[:place]:
            if other.contract.name == named.contract.name and not _other_sheet(file, other, named):
                raise refuse(
                    file.relative, f"mappings {other.id} and {named.id} both fill {named.contract.name} from it",
                    f"write one in feeds/ with `use: {named.id}` (or {other.id}) and its `files`"
                    if {other.id, named.id} <= shipped else "narrow the `files` of one of them",
                )  # fmt: skip
