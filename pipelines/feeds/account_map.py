"""`feeds/accounts.csv`: which identifiers of other systems a person has confirmed to be which account.

Belongs here: reading the file strictly, adding proposals to it without touching what stands there.
Elsewhere: which identifiers are unmatched, and what is proposed for them (match); what follows from it (accounts).

A text that a spreadsheet would take for a formula stands behind an apostrophe in the file, and is read without it.
"""

import csv
import io
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.workspace import Workspace
from pipelines.yaml_file import ConfigurationError

COLUMNS = ("identifier", "account_id", "account_name", "score", "reason", "confirmed")
_NEEDED = ("identifier", "account_id", "confirmed")
_ANSWERS = {"yes": True, "是": True, "no": False, "否": False, "": None}
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_MAX_FIELD = 10_000


@dataclass(frozen=True)
class Line:
    """One line: an identifier, the account that it may be, and whether a person confirmed it (None: undecided)."""

    number: int
    identifier: str
    account_id: str
    confirmed: bool | None


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


def add(workspace: Workspace, proposals: Sequence[Proposal]) -> int:
    """Write proposals behind what stands in the file; a pair that stands there is not written again.

    Returns how many were new. Every byte that a person wrote stays; the file is replaced by one rename.
    """
    known = {(line.identifier, line.account_id) for line in read(workspace)}
    spoken_of = {identifier for identifier, _ in known}
    new = [
        p
        for p in proposals
        if (p.identifier, p.account_id) not in known and (p.account_id or p.identifier not in spoken_of)
    ]
    if not new:
        return 0
    file = workspace.accounts_file
    before = file.read_bytes() if file.is_file() else (",".join(COLUMNS) + "\n").encode()
    if not before.endswith((b"\n", b"\r")):
        before += b"\n"
    rows = [{name: safe_cell(str(value)) for name, value in vars(proposal).items()} for proposal in new]
    added = _csv(_header(before.decode("utf-8-sig")), rows)
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    part.write_bytes(before + added.encode())
    os.replace(part, file)
    return len(new)


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
        for row in reader:
            number = reader.line_num
            if number > 1 and any(cell.strip() for cell in row):
                yield _line(file, number, header, row)
    except csv.Error as error:
        raise ConfigurationError(f"{file}:{reader.line_num}: cannot be read as CSV ({error})") from None


def _line(file: Path, number: int, header: list[str], row: list[str]) -> Line:
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
    return Line(number, cells["identifier"], cells["account_id"], _ANSWERS[answer])


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
