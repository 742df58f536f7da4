"""Any format becomes one text table in file order.

Belongs here: which road a file takes (DuckDB's CSV reader, or records from Python), and where its lines went.
Elsewhere: what the texts mean (conform); CSV records in Python (csv_records); Excel's own process (xlsx_child).

DuckDB's CSV reader streams and is fast, but crashes in strict mode on mixed line ends, counts blank lines when it
numbers refused records, and tells broken quotes from nothing: such files take the slow and exact road.
"""

import csv
import itertools
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.feeds import csv_records
from pipelines.feeds.archive import CHUNK, Received, TextFacts, count_lines
from pipelines.feeds.csv_records import LineUse, Record
from pipelines.feeds.mapping import Read
from pipelines.feeds.problem import Rule, refuse
from pipelines.warehouse.connect import Connection, quote

MAX_COLUMNS = 2_000
MAX_LINE_BYTES = 2_000_000
MAX_PARSER_REFUSED = 2_000  # more than that, and every record goes the exact road
_RECORDS_AT_ONCE = 20_000
RULE, DETAIL = "_parser_rule", "_parser_detail"


@dataclass
class Source:
    """A file that may be read: its header and what its bytes say. Physical columns are named c0, c1, …"""

    path: Path
    name: str
    format: str
    read: Read
    header: list[str]
    header_lines: int
    facts: TextFacts | None
    types: list[str] = field(default_factory=list)

    @property
    def physical(self) -> list[str]:
        """The names of the columns in SQL, in the order of the header."""
        return [f"c{place}" for place in range(len(self.header))]


@dataclass
class TextTable:
    """Text columns c0, c1, … in file order, as something that can stand behind `from`."""

    sql: str
    has_rules: bool = False
    use: LineUse | None = None
    rejects: bool = False
    refused: list[tuple[int, Rule, str]] = field(default_factory=list)


def open_source(received: Received, file_name: str, kind: str, read: Read, private: Path) -> Source:
    """Look at a file's header. Raises RefusedFileError when there is none or it cannot be used.

    Files in another encoding than UTF-8 are decoded strictly into `private` first.
    """
    path, facts = received.path, received.facts
    if kind == "csv" and read.encoding not in ("utf-8", "utf-8-sig"):
        path = _decoded(received.path, file_name, read.encoding, private)
        with open(path, "rb") as file:
            facts = count_lines(iter(lambda: file.read(CHUNK), b""))
    source = Source(path, file_name, kind, read, [], 0, facts if kind in ("csv", "jsonl") else None)
    if kind == "csv":
        source.header, source.header_lines = _csv_header(source)
    elif kind == "xlsx":
        rows = itertools.islice(_xlsx_rows(source), read.header_rows)
        source.header = list(dict(enumerate(rows, 1)).get(read.name_row, []))
    elif kind == "jsonl":
        source.header = _json_keys(source)
    if kind != "parquet":
        source.header = _clean(source)
    return source


def open_parquet(connection: Connection, source: Source) -> None:
    """Fill in the header of a Parquet file, and the types of its columns, from its schema."""
    query = f"describe select * from read_parquet([{quote(str(source.path))}])"
    found = connection.execute(query).fetchall()
    source.header = [row[0] for row in found]
    source.types = [row[1] for row in found]
    source.header = _clean(source)


_DELIMITERS = {"\t": "a tab", ";": "a semicolon", "|": "a bar", ",": "a comma"}


def delimiter_hint(source: Source) -> str:
    """What to do when the whole header came as one field, although another delimiter divides it; empty otherwise."""
    if source.format != "csv" or len(source.header) != 1:
        return ""
    count, found = max((source.header[0].count(sign), sign) for sign in _DELIMITERS if sign != source.read.delimiter)
    if not count:
        return ""
    delimiter = json.dumps(found)
    return f"{_DELIMITERS[found]} seems to separate its fields: state `read: {{delimiter: {delimiter}}}` in its mapping"


def goes_the_exact_road(source: Source) -> bool:
    """Whether DuckDB's CSV reader must not be trusted with the file."""
    facts = source.facts
    return facts is None or source.format != "csv" or facts.mixed_line_ends or facts.cr > 0 or facts.nul > 0 or (
        len(source.header) == 1 or source.header_lines != source.read.header_rows
    )  # fmt: skip


def stream_csv(source: Source, rejects: str) -> TextTable:
    """DuckDB's CSV reader over the file; what it cannot parse goes to the table `rejects`."""
    columns = ", ".join(f"{quote(c)}: 'VARCHAR'" for c in source.physical)
    read = source.read
    options = (
        "auto_detect = false, header = false, strict_mode = true, null_padding = false, allow_quoted_nulls = true, "
        f"skip = {read.header_rows}, delim = {quote(read.delimiter)}, quote = {quote(read.quote)}, "
        f"escape = {quote(read.quote)}, max_line_size = {MAX_LINE_BYTES}, columns = {{{columns}}}, "
        f"store_rejects = true, rejects_limit = 0, rejects_table = '{rejects}', rejects_scan = '{rejects}_scan'"
    )
    return TextTable(f"read_csv([{quote(str(source.path))}], {options})", rejects=True)


def stream_parquet(source: Source) -> TextTable:
    """A Parquet file, every column as text: floats as the shortest decimal text, without an exponent."""
    texts = [f"{_float_text(f'#{n}') if t in ('DOUBLE', 'FLOAT') else f'cast(#{n} as varchar)'} as c{n - 1}"
             for n, t in enumerate(source.types, 1)]  # fmt: skip
    return TextTable(f"(select {', '.join(texts)} from read_parquet([{quote(str(source.path))}]))")


def _float_text(value: str) -> str:
    exact = f"try_cast({value} as decimal(38, 10))"
    short = f"rtrim(rtrim(cast({exact} as varchar), '0'), '.')"
    return f"case when isfinite({value}) and {exact} is not null then {short} else cast({value} as varchar) end"


def read_records(connection: Connection, source: Source, table: str) -> TextTable:
    """Put every record of a file into a temporary table, those that cannot be parsed with their rule."""
    import pandas as pd

    use = LineUse()
    columns = [*source.physical, RULE, DETAIL]
    connection.execute(f"create or replace temp table {table} ({', '.join(f'{c} varchar' for c in columns)})")
    rows = _records(source, use)
    while batch := list(itertools.islice(rows, _RECORDS_AT_ONCE)):
        blank = [None] * len(source.header)
        values = [[*(record.fields or blank), record.rule and str(record.rule), record.detail] for record in batch]
        frame = pd.DataFrame(values, columns=columns, dtype=object)
        connection.register("records_now", frame)
        connection.execute(f"insert into {table} select * from records_now")
        connection.unregister("records_now")
    return TextTable(table, has_rules=True, use=use if source.facts is not None else None)


def _records(source: Source, use: LineUse) -> Iterator[Record]:
    if source.format == "csv":
        return csv_records.records(source.path, source.read, len(source.header), use)
    if source.format == "jsonl":
        return _json_records(source, use)
    return _xlsx_records(source)


def parser_refused(connection: Connection, rejects: str) -> list[tuple[int, str, str]] | None:
    """(row number, error, its text) of each record that DuckDB refused, in order; None when there are too many."""
    query = f"select line, min(error_type), min(csv_line) from {rejects} group by line order by line limit ?"
    found = connection.execute(query, [MAX_PARSER_REFUSED + 1]).fetchall()
    return None if len(found) > MAX_PARSER_REFUSED else found


def embedded_lines(connection: Connection, table: TextTable, source: Source) -> int:
    """How many line ends lie inside the fields of all parsed records."""
    ends = " + ".join(f"coalesce(strlen({c}) - strlen(replace({c}, chr(10), '')), 0)" for c in source.physical)
    row = connection.execute(f"select sum({ends}) from {table.sql}").fetchone()
    return int(row[0] or 0) if row else 0


def trailing_blank_lines(path: Path) -> int:
    """How many blank lines end the file."""
    with open(path, "rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - CHUNK))
        tail = file.read().replace(b"\r\n", b"\n")
    return max(0, len(tail) - len(tail.rstrip(b"\n")) - 1)


def _decoded(path: Path, file_name: str, encoding: str, private: Path) -> Path:
    handle, target = tempfile.mkstemp(suffix=".csv", dir=private)
    line = 1
    try:
        with open(path, encoding=encoding, errors="strict", newline="") as text, os.fdopen(handle, "wb") as out:
            while part := text.read(CHUNK):
                line += part.count("\n")
                out.write(part.encode("utf-8"))
    except (UnicodeError, ValueError):
        raise refuse(file_name, f"is not {encoding} text (after line {line})",
                     "state the right `read: {encoding: …}` in its mapping") from None  # fmt: skip
    return Path(target)


def _csv_header(source: Source) -> tuple[list[str], int]:
    try:
        found = csv_records.header_of(source.path, source.read)
    except csv.Error as error:
        raise refuse(source.name, f"its header cannot be read ({error})", "check delimiter and quotes") from None
    if found is None:
        raise refuse(source.name, f"has fewer than {source.read.header_rows} header rows", "export it again")
    return found


def _clean(source: Source) -> list[str]:
    """Header names without surrounding blanks, each once: a second `x` becomes `x (2)`."""
    seen: dict[str, int] = {}
    names = []
    for raw in source.header:
        text = raw.strip().removeprefix("\ufeff")
        seen[text] = seen.get(text, 0) + 1
        names.append(text if seen[text] == 1 else f"{text} ({seen[text]})")
    if not names or not any(names):
        raise refuse(source.name, "has no header: its first row is empty", "export it with the names of the columns")
    if len(names) > MAX_COLUMNS:
        raise refuse(source.name, f"has {len(names):,} columns, more than {MAX_COLUMNS:,}", "check the delimiter")
    return names


def _json_lines(source: Source) -> Iterator[bytes]:
    with open(source.path, "rb") as file:
        yield from file


def _json_keys(source: Source) -> list[str]:
    keys: dict[str, None] = {}
    for line in _json_lines(source):
        value = _json_object(line)
        keys.update(dict.fromkeys(value or {}))
        if len(keys) > MAX_COLUMNS:
            break
    return list(keys)


def _json_object(line: bytes) -> dict[str, object] | None:
    try:
        value = json.loads(line.decode("utf-8-sig"), parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _json_records(source: Source, use: LineUse) -> Iterator[Record]:
    keys = source.header
    for line in _json_lines(source):
        if not line.strip():
            use.blank += 1
            continue
        use.records += 1
        value = _json_object(line)
        if value is None:
            yield Record([], Rule.NOT_A_JSON_OBJECT, "the line is no JSON object")
            continue
        fields = [_json_text({k.strip(): v for k, v in value.items()}.get(key)) for key in keys]
        bad = any(0xD800 <= ord(c) <= 0xDFFF for text in fields if not text.isascii() for c in text)
        yield Record([], Rule.NOT_UNICODE, "half a surrogate pair") if bad else Record(fields)


def _json_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _xlsx_records(source: Source) -> Iterator[Record]:
    width = len(source.header)
    for row in itertools.islice(_xlsx_rows(source), source.read.header_rows, None):
        fields = [*row[:width], *[""] * (width - len(row))]
        extra = any(row[width:])
        if not any(row):
            yield Record([], Rule.IGNORED, "an empty row")
            continue
        yield Record([], Rule.RAGGED_ROW, f"{len(row)} cells, the header has {width}") if extra else Record(fields)


def _xlsx_rows(source: Source) -> Iterator[list[str]]:
    """Rows of the sheet from the child process; a child that dies or runs too long refuses the file."""
    command = [sys.executable, "-I", str(Path(__file__).with_name("xlsx_child.py")), str(source.path),
               source.read.sheet or ""]  # fmt: skip
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, stdin=subprocess.DEVNULL)
        try:
            complete = False
            for line in child.stdout or []:
                value = json.loads(line)
                if isinstance(value, dict):
                    raise refuse(source.name, str(value["problem"]), "state `read: {sheet: …}` in its mapping")
                complete = value == "end"
                if not complete:
                    yield value
            if not complete:
                raise refuse(source.name, "cannot be read as Excel (broken, or larger than its reader's limits of "
                             "2 GB of memory and 5 minutes)", "save it again, or export it as CSV")  # fmt: skip
        finally:
            child.kill()
            child.wait()
            if child.stdout is not None:
                child.stdout.close()
