"""`feeds/accounts.csv`: which identifiers of other systems a person has confirmed to be which account.

Belongs here: reading the file strictly, adding proposals to it and taking old ones out; what a person wrote stays.
Elsewhere: which identifiers are unmatched, and what is proposed for them (match); what follows from it (accounts).

A text that a spreadsheet would take for a formula stands behind an apostrophe in the file, and is read without it.
"""

import csv
import io
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.workspace import Workspace
from pipelines.yaml_file import ConfigurationError

NOTHING_SIMILAR = "nothing similar"
COLUMNS = ("identifier", "account_id", "account_name", "score", "reason", "confirmed")
_NEEDED = ("identifier", "account_id", "confirmed")
_ANSWERS = {"yes": True, "是": True, "no": False, "否": False, "": None}
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_MAX_FIELD = 10_000


@dataclass(frozen=True)
class Line:
    """One line: an identifier, the account that it may be, and whether a person confirmed it (None: undecided).

    It stands from line `first` to line `number` of the file.
    """

    number: int
    identifier: str
    account_id: str
    confirmed: bool | None
    account_name: str = ""
    first: int = 0
    is_proposed: bool = False  # undecided, and nothing in it that a person wrote


@dataclass(frozen=True)
class Proposal:
    """An account that an identifier may be; `account_id` is empty when nothing is similar. Score: 0 to 100."""

    identifier: str
    account_id: str
    account_name: str
    score: int
    reason: str


def read(workspace: Workspace) -> list[Line]:
    """All lines in order; none where there is no file. Raises ConfigurationError with file, line and column."""
    file = workspace.accounts_file
    if not file.is_file():
        return []
    lines = list(_lines(file, _text(file)))
    _refuse_two_accounts(file, lines)
    return lines


def renew(workspace: Workspace, proposals: Sequence[Proposal], is_settled: Callable[[Line], bool]) -> tuple[int, int]:
    """Take out proposals that are settled, and write new ones behind what stands in the file, each pair once.

    Returns how many were new and how many were taken out. Every byte that a person wrote stays; the file is replaced
    by one rename.
    """
    lines = read(workspace)
    gone = [line for line in lines if line.is_proposed and is_settled(line)]
    known = {(line.identifier, line.account_id) for line in lines if line not in gone}
    spoken_of = {identifier for identifier, _ in known}
    new = [
        p
        for p in proposals
        if (p.identifier, p.account_id) not in known and (p.account_id or p.identifier not in spoken_of)
    ]
    if not new and not gone:
        return 0, 0
    file = workspace.accounts_file
    before = _without(file.read_bytes(), gone) if file.is_file() else (",".join(COLUMNS) + "\n").encode()
    if new and not before.endswith((b"\n", b"\r")):
        before += b"\n"
    rows = [{name: safe_cell(str(value)) for name, value in vars(proposal).items()} for proposal in new]
    added = _csv(_header(before.decode("utf-8-sig")), rows)
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    part.write_bytes(before + added.encode())
    os.replace(part, file)
    return len(new), len(gone)


def _without(content: bytes, gone: Sequence[Line]) -> bytes:
    """The file without these lines; all other bytes stay as they are."""
    numbers = {number for line in gone for number in range(line.first, line.number + 1)}
    rows = io.StringIO(content.decode("utf-8"), newline="")
    return "".join(row for number, row in enumerate(rows, 1) if number not in numbers).encode("utf-8")


def _csv(header: list[str], rows: list[dict[str, str]]) -> str:
    """Lines of CSV; all cells in quotes when one holds a line end, which the writer itself would not see."""
    broken = any("\r" in cell for row in rows for cell in row.values())
    out = io.StringIO()
    writer = csv.DictWriter(
        out, header, restval="", extrasaction="ignore", lineterminator="\n",
        quoting=csv.QUOTE_ALL if broken else csv.QUOTE_MINIMAL,
    )  # fmt: skip
    writer.writerows(rows)
    return out.getvalue()


def safe_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def _plain_cell(text: str) -> str:
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _text(file: Path) -> str:
    content = file.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigurationError(f"{file}:{line}: not UTF-8 text; save the file as CSV UTF-8") from None


def _header(text: str) -> list[str]:
    return [name.strip() for name in next(csv.reader(io.StringIO(text, newline="")), [])]


def _lines(file: Path, text: str) -> Iterator[Line]:
    header = _header(text)
    lacking = [name for name in _NEEDED if header.count(name) != 1]
    if lacking:
        raise ConfigurationError(f"{file}:1: needs the column {lacking[0]} once; its columns are {', '.join(COLUMNS)}")
    csv.field_size_limit(_MAX_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        before = 0
        for row in reader:
            first, before = before + 1, reader.line_num
            if first > 1 and any(cell.strip() for cell in row):
                yield _line(file, first, before, header, row)
    except csv.Error as error:
        raise ConfigurationError(f"{file}:{reader.line_num}: cannot be read as CSV ({error})") from None


def _line(file: Path, first: int, number: int, header: list[str], row: list[str]) -> Line:
    if len(row) != len(header):
        raise ConfigurationError(f"{file}:{number}: has {len(row)} fields, its header has {len(header)}")
    cells = {name: _plain_cell(cell.strip()) for name, cell in zip(header, row, strict=True)}
    answer = cells["confirmed"].casefold()
    if answer not in _ANSWERS:
        raise ConfigurationError(
            f"{file}:{number}: confirmed: {cells['confirmed'][:40]!r} is not known; allowed: yes, no, or nothing yet"
        )
    if not cells["identifier"]:
        raise ConfigurationError(
            f"{file}:{number}: identifier: is empty; write what the other system calls the account"
        )
    if _ANSWERS[answer] and not cells["account_id"]:
        raise ConfigurationError(f"{file}:{number}: account_id: is empty but confirmed; write the account's id")
    name, decided = cells.get("account_name", ""), _ANSWERS[answer]
    is_proposed = decided is None and _is_as_written(cells)
    return Line(number, cells["identifier"], cells["account_id"], decided, name, first, is_proposed)


def _is_as_written(cells: dict[str, str]) -> bool:
    """Whether a line looks as `renew` writes it: no cell of a person's own, no account where none was proposed."""
    reason = cells.get("reason", "")
    own = any(text for name, text in cells.items() if name not in COLUMNS)
    return bool(reason and cells.get("score")) and not own and bool(cells["account_id"]) == (reason != NOTHING_SIMILAR)


def _refuse_two_accounts(file: Path, lines: list[Line]) -> None:
    """An identifier is one account. Raises ConfigurationError when a person confirmed two."""
    confirmed: dict[str, Line] = {}
    for line in lines:
        first = confirmed.setdefault(line.identifier, line) if line.confirmed else line
        if line.confirmed and first.account_id != line.account_id:
            raise ConfigurationError(
                f"{file}:{line.number}: account_id: another account is confirmed for this identifier in line "
                f"{first.number}; allowed: one of them"
            )
