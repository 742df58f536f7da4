"""What a file seems to be, from its first rows: encoding, delimiter, header rows, values.

Belongs here: guesses about a file that no mapping describes yet.
Elsewhere: strict reading by a mapping (preflight, readers); what its columns may mean (propose).
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.feeds import archive, preflight, readers
from pipelines.feeds.mapping import Read
from pipelines.feeds.problem import refuse
from pipelines.feeds.values import is_typed
from pipelines.warehouse.connect import memory

ROWS = 1_000
_BYTES = 4 << 20
_DELIMITERS = (",", ";", "\t", "|")
_MAX_TITLES = 8  # rows above the header
_MAX_HEADERS = 3


@dataclass(frozen=True)
class Sample:
    """The first rows of a file, and how it was read. `found` says in words what was guessed."""

    name: str
    format: str
    read: Read
    header: list[str]
    rows: list[list[str]]
    found: list[str] = field(default_factory=list)

    def column(self, place: int) -> list[str]:
        """The values of one column, without empty ones."""
        return [text for row in self.rows if place < len(row) and (text := row[place].strip())]


def sample(path: Path, name: str) -> Sample:
    """Read the first thousand rows of a file of any known kind. Raises RefusedFileError."""
    received = archive.inspect(path, name)
    kind = preflight.format_of(name, Read())
    if kind == "csv":
        return _csv_sample(path, name)
    preflight.check(received, name, Read())
    rows = readers.preview(path, name, kind, ROWS + _MAX_TITLES) if kind != "parquet" else _parquet(path, name)
    return _framed(name, kind, {}, rows, [])


def _csv_sample(path: Path, name: str) -> Sample:
    with archive.open_safely(path) as file:
        content = file.read(_BYTES)
    encoding, text = decoded(content, is_whole=len(content) < _BYTES)
    if not text.strip():
        raise refuse(name, "is empty: not even a header", "export it again; an export without rows still has a header")
    delimiter, rows = _divided(text)
    read: dict[str, object] = {"encoding": encoding, "delimiter": delimiter}
    found = [f"encoding {encoding}"] if encoding != "utf-8" else []
    found += [f"delimiter {delimiter!r}"] if delimiter != "," else []
    return _framed(name, "csv", {key: value for key, value in read.items() if value not in ("utf-8", ",")}, rows, found)


def decoded(content: bytes, *, is_whole: bool = True) -> tuple[str, str]:
    """(encoding, text) of some bytes: UTF-8 if they are, else the encoding in which the text looks most like text."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return encoding, content.decode(f"{encoding}-sig" if encoding == "utf-8" else encoding, errors="replace")
    if not is_whole:
        content = content[: content.rfind(b"\n") + 1] or content
    for encoding, place in (("utf-16-le", 1), ("utf-16-be", 0)):
        if content[:200] and content[place:200:2].count(0) > 80 * len(content[:200]) // 200:
            return encoding, content.decode(encoding, errors="replace")
    try:
        return "utf-8", content.decode("utf-8")
    except UnicodeDecodeError:
        likely = [(_likeness(content, encoding), encoding) for encoding in ("gb18030", "big5", "cp1252")]
    best = max(likely, key=lambda found: found[0])[1]
    return best, content.decode(best, errors="replace")


def _likeness(content: bytes, encoding: str) -> float:
    """The share of the signs beyond ASCII that are everyday ones in this encoding; below 0 when it cannot be read."""
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return -1.0
    beyond = [sign for sign in text if not sign.isascii()]
    everyday = _is_latin if encoding == "cp1252" else _is_everyday_chinese
    return sum(1 for sign in beyond if everyday(sign, encoding)) / len(beyond) if beyond else 0.0


def _is_latin(sign: str, encoding: str) -> bool:
    return sign.isalpha() or sign in "€‘’“”–—…°§·"


def _is_everyday_chinese(sign: str, encoding: str) -> bool:
    """Whether a sign is punctuation or among the frequent characters, which both sets hold in their first half."""
    try:
        lead = sign.encode("gb2312" if encoding == "gb18030" else encoding)[0]
    except UnicodeEncodeError:
        return False
    return 0xA1 <= lead <= (0xD7 if encoding == "gb18030" else 0xC6)


def _divided(text: str) -> tuple[str, list[list[str]]]:
    """The delimiter that gives the most fields in rows of one width, and the rows by it."""
    best: tuple[float, str, list[list[str]]] = (-1.0, ",", [])
    for delimiter in _DELIMITERS:
        rows = _rows(text, delimiter)
        width, count = Counter(len(row) for row in rows if row).most_common(1)[0]
        evenness = count / max(1, sum(1 for row in rows if row))
        score = width * evenness if width > 1 else 0.0
        if score > best[0]:
            best = (score, delimiter, rows)
    return best[1], best[2]


def _rows(text: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(readers.MAX_LINE_BYTES)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) >= ROWS + _MAX_TITLES:
                break
    except csv.Error:
        pass
    return rows or [[]]


def _parquet(path: Path, name: str) -> list[list[str]]:
    source = readers.Source(path, name, "parquet", Read(), [], 0, None)
    with memory([path.absolute().parent]) as connection:
        readers.open_parquet(connection, source)
        table = readers.stream_parquet(source)
        found = connection.execute(f"select * from {table.sql} limit {ROWS}").fetchall()
    return [source.header, *([text or "" for text in row] for row in found)]


def _framed(name: str, kind: str, read: dict[str, object], rows: list[list[str]], found: list[str]) -> Sample:
    """Find the header among the first rows."""
    first = header_place(rows)
    last = first
    while last - first + 1 < _MAX_HEADERS and _continues_header(rows, last + 1):
        last += 1
    names = first if first == last or kind not in ("csv", "xlsx") else _name_place(rows, first, last)
    if last and kind in ("csv", "xlsx"):
        read |= {"header_rows": last + 1} | ({"name_row": names + 1} if names else {})
        found = [*found, f"{last + 1} header rows, of which row {names + 1} names the columns"]
    source = readers.Source(Path(name), name, kind, Read(), rows[names], 0, None)
    return Sample(name, kind, Read.model_validate(read), readers.header_names(source), rows[last + 1 :][:ROWS], found)


def header_place(rows: Sequence[Sequence[str]]) -> int:
    """Where the header is: the first row that is about as wide as the rows below it and holds names, no values."""
    widths = sorted(sum(1 for cell in row if cell.strip()) for row in rows[:50] if any(row))
    usual = widths[len(widths) // 2] if widths else 0
    for place, row in enumerate(rows[:_MAX_TITLES]):
        filled = [cell.strip() for cell in row if cell.strip()]
        if len(filled) * 10 >= usual * 6 and len(filled) > 1 and not any(map(is_typed, filled)):
            return place
    return 0


def _continues_header(rows: Sequence[Sequence[str]], place: int) -> bool:
    """Whether a row still belongs to the header: none of its cells is a value where the rows below hold values."""
    below = rows[place + 1 : place + 50]
    if place >= len(rows) or not below or not any(cell.strip() for cell in rows[place]):
        return False
    typed = []
    for column in range(len(rows[place])):
        cells = [row[column] for row in below if column < len(row) and row[column].strip()]
        if cells and sum(map(is_typed, cells)) >= 0.6 * len(cells):
            typed.append(column)
    return len(typed) >= 2 and not any(is_typed(rows[place][column]) for column in typed) and _says(rows[place], typed)


def _says(row: Sequence[str], typed: list[int]) -> bool:
    """Whether a row has labels where values stand below; a row that is blank there must at least hold no numbers."""
    given = sum(1 for column in typed if row[column].strip())
    return given * 2 >= len(typed) or all(not re.search(r"\d", cell) for cell in row)


def _name_place(rows: Sequence[Sequence[str]], first: int, last: int) -> int:
    """The header row that names most columns in the field's words."""
    from pipelines.feeds.synonyms import is_known_word

    counts = [sum(1 for cell in row if is_known_word(cell)) for row in rows[first : last + 1]]
    return first + counts.index(max(counts))
