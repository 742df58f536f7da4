"""Any format becomes one text table in file order.

Belongs here: which road a file takes (DuckDB's CSV reader, or records from Python), and where its lines went.
Elsewhere: what the texts mean (conform); records in Python (csv_records, json_records); Excel's own process (xlsx).

DuckDB's CSV reader streams and is fast, but crashes in strict mode on mixed line ends, counts blank lines when it
numbers refused records, and tells broken quotes from nothing: such files take the slow and exact road.
"""

import csv
import itertools
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pyarrow import ArrowException, parquet

from pipelines.feeds import csv_records, json_records, preflight, xlsx
from pipelines.feeds.archive import CHUNK, Received, TextFacts, count_lines
from pipelines.feeds.csv_records import LineUse, Record
from pipelines.feeds.header import each_once
from pipelines.feeds.mapping import MAX_HEADER_ROWS, Read
from pipelines.feeds.problem import RefusedFileError, Rule, refuse
from pipelines.feeds.xlsx_child import EMPTY_ROW
from pipelines.warehouse.connect import Connection, quote

MAX_COLUMNS = 2_000
MAX_LINE_BYTES = 2_000_000
MAX_PARSER_REFUSED = 2_000  # more than that, and every record goes the exact road
_RECORDS_AT_ONCE = 20_000
_FIRST_LINES = 1_000  # of JSON, in which the keys of a signature are looked for
_UTF8 = ("utf-8", "utf-8-sig")
_AN_EMPTY_ROW = "an empty row"
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
    other_sheets: list[str] = field(default_factory=list)
    repeated: dict[str, int] = field(default_factory=dict)  # names that several columns bear, and how many

    @property
    def physical(self) -> list[str]:
        """The names of the columns in SQL, in the order of the header."""
        return [f"c{place}" for place in range(len(self.header))]


@dataclass
class TextTable:
    """Text columns c0, c1, … in file order, as something that can stand behind `from`."""

    sql: str
    has_rules: bool = False
    is_stored: bool = False
    use: LineUse | None = None


def open_source(received: Received, file_name: str, kind: str, read: Read, private: Path) -> Source:
    """Look at a file's header. Raises RefusedFileError when there is none or it cannot be used.

    Files in another encoding than UTF-8 are decoded strictly into `private` first; a sheet becomes a CSV file there,
    without its header.
    """
    path, facts = received.path, received.facts
    encoding = read.encoding_of(is_utf8=facts.not_utf8_line is None)
    if kind == "csv" and encoding not in _UTF8:
        path = _decoded(received.path, file_name, encoding, private)
        with open(path, "rb") as file:
            facts = count_lines(iter(lambda: file.read(CHUNK), b""))
    source = Source(path, file_name, kind, read, [], 0, facts if kind in ("csv", "jsonl") else None)
    if kind == "csv":
        source.read = _delimited(source, "utf-8-sig")
        source.header, source.header_lines = _csv_header(source)
    elif kind == "xlsx":
        source.path = _new_file(private)
        sheet = xlsx.convert(path, file_name, read.sheet, read.header_rows, source.path)
        source.header, source.other_sheets = _sheet_header(sheet.head, source), sheet.others
    elif kind == "jsonl":
        source.header = json_records.keys_of(path, most=MAX_COLUMNS)
    if kind != "parquet":
        source.header = _clean(source)
    return source


def first_rows(path: Path, file_name: str, sheet: str | None) -> list[list[str]] | None:
    """As many first rows of a sheet as a header may have; None when it cannot be read."""
    try:
        preflight.check_zip(path, file_name)
        return xlsx.convert(path, file_name, sheet, MAX_HEADER_ROWS).head
    except (RefusedFileError, OSError):
        return None


def names_of(path: Path, file_name: str, read: Read, rows: list[list[str]] | None = None) -> list[str] | None:
    """The names of a file's columns, from its first bytes; None when it cannot be read as `read` says.

    `rows` are the first rows of a sheet that has been looked at already.
    """
    try:
        kind = preflight.format_of(file_name, read)
        source = Source(path, file_name, kind, read, [], 0, None)
        source.header = _first_names(source) if rows is None else _sheet_header(rows[: read.header_rows], source)
        return _clean(source)
    except (RefusedFileError, OSError, UnicodeError, csv.Error, ArrowException):
        return None


def _first_names(source: Source) -> list[str]:
    read = source.read
    if source.format == "parquet":
        return list(parquet.read_schema(source.path).names)
    if source.format == "jsonl":
        return json_records.keys_of(source.path, most=MAX_COLUMNS, lines=_FIRST_LINES)
    if source.format == "xlsx":
        preflight.check_zip(source.path, source.name)
        return _sheet_header(xlsx.convert(source.path, source.name, read.sheet, read.header_rows).head, source)
    try:
        found = _names_as(source, "utf-8-sig" if read.is_utf8 else read.encoding)
    except UnicodeError:
        if read.fallback_encoding is None:
            raise
        found = _names_as(source, read.fallback_encoding)
    return found[0] if found else []


def _names_as(source: Source, encoding: str) -> tuple[list[str], int] | None:
    return csv_records.header_of(source.path, _delimited(source, encoding), encoding)


def _delimited(source: Source, encoding: str) -> Read:
    """A mapping may name no delimiter (.tsv: a tab) or two: the second where the first line lacks the first."""
    read = source.read
    if "delimiter" not in read.model_fields_set and source.name.lower().endswith(".tsv"):
        return read.model_copy(update={"delimiter": "\t"})
    if read.fallback_delimiter is None:
        return read
    with open(source.path, encoding=encoding) as file:
        line = file.readline(MAX_LINE_BYTES)
    is_second = read.delimiter not in line and read.fallback_delimiter in line
    return read.model_copy(update={"delimiter": read.fallback_delimiter}) if is_second else read


def hint_of(path: Path, file_name: str) -> str:
    """What to do with a CSV file whose header is one field; empty when nothing seems wrong."""
    names = names_of(path, file_name, Read())
    known = preflight.FORMATS.get(Path(file_name).suffix.lower(), "")
    return delimiter_hint(Source(path, file_name, known, Read(), names, 1, None)) if names else ""


def preview(path: Path, file_name: str, kind: str, limit: int) -> list[list[str]]:
    """The first rows of a sheet as they stand, header and all; of JSON lines the keys, then the values."""
    if kind == "xlsx":
        return xlsx.convert(path, file_name, None, limit).head
    keys = json_records.keys_of(path, most=MAX_COLUMNS)
    records = itertools.islice(json_records.records(path, keys, LineUse()), limit)
    return [keys, *(record.fields for record in records if record.rule is None)]


def header_names(source: Source) -> list[str]:
    """The names of the columns as mappings know them. Raises RefusedFileError when there are none."""
    return _clean(source)


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
        facts.has_long_line or len(source.header) == 1 or source.header_lines != source.read.header_rows
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
    return TextTable(f"read_csv([{quote(str(source.path))}], {options})")


def stream_sheet(source: Source) -> TextTable:
    """The CSV file that a sheet became; empty rows are ignored and counted."""
    columns = ", ".join(f"{quote(c)}: 'VARCHAR'" for c in [*source.physical, "mark"])
    options = (
        "auto_detect = false, header = false, strict_mode = true, null_padding = false, allow_quoted_nulls = true, "
        f"delim = ',', quote = '\"', escape = '\"', max_line_size = {MAX_LINE_BYTES}, columns = {{{columns}}}"
    )
    is_empty = f"mark = {quote(EMPTY_ROW)}"
    return TextTable(
        f"(select * exclude (mark), case when {is_empty} then {quote(Rule.IGNORED)} end as {RULE}, "
        f"case when {is_empty} then {quote(_AN_EMPTY_ROW)} end as {DETAIL} "
        f"from read_csv([{quote(str(source.path))}], {options}))",
        has_rules=True,
    )


def stream_parquet(source: Source) -> TextTable:
    """A Parquet file, every column as text: floats as the shortest decimal text, without an exponent."""
    texts = [f"{_float_text(f'#{n}') if t in ('DOUBLE', 'FLOAT') else f'cast(#{n} as varchar)'} as c{n - 1}"
             for n, t in enumerate(source.types, 1)]  # fmt: skip
    return TextTable(f"(select {', '.join(texts)} from read_parquet([{quote(str(source.path))}]))")


def _float_text(value: str) -> str:
    """The shortest text that is this number; one with an exponent is written out."""
    plain = f"cast({value} as varchar)"
    exact = f"try_cast({plain} as decimal(38, 10))"
    written_out = f"coalesce(rtrim(rtrim(cast({exact} as varchar), '0'), '.'), {plain})"
    return f"case when contains({plain}, 'e') then {written_out} else regexp_replace({plain}, '[.]0$', '') end"


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
    return TextTable(table, has_rules=True, is_stored=True, use=use if source.facts is not None else None)


def _records(source: Source, use: LineUse) -> Iterator[Record]:
    width = len(source.header)
    if source.format == "csv":
        return csv_records.records(source.path, source.read, width, use, header_rows=source.read.header_rows)
    if source.format == "jsonl":
        return json_records.records(source.path, source.header, use)
    return map(_without_mark, csv_records.records(source.path, Read(), width + 1, use, header_rows=0))


def _without_mark(record: Record) -> Record:
    if record.rule is not None:
        return record
    *fields, mark = record.fields
    return Record([], Rule.IGNORED, _AN_EMPTY_ROW) if mark == EMPTY_ROW else Record(fields)


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


def empty_sql(source: Source) -> str:
    """Whether a record of the text table `t` has no value in any column of the file."""
    texts = [f"nullif(trim(t.{column}), '')" for column in source.physical]
    return f"coalesce({', '.join(texts)}) is null"


def _new_file(private: Path) -> Path:
    handle, target = tempfile.mkstemp(suffix=".csv", dir=private)
    os.close(handle)
    return Path(target)


def _decoded(path: Path, file_name: str, encoding: str, private: Path) -> Path:
    target, line = _new_file(private), 1
    try:
        with open(path, encoding=encoding, errors="strict", newline="") as text, open(target, "wb") as out:
            while part := text.read(CHUNK):
                line += part.count("\n")
                out.write(part.encode("utf-8"))
    except (UnicodeError, ValueError):
        raise refuse(file_name, f"is not {encoding} text (after line {line})",
                     "state the right `read: {encoding: …}` in its mapping") from None  # fmt: skip
    return target


def _sheet_header(head: list[list[str]], source: Source) -> list[str]:
    if len(head) < source.read.header_rows:
        raise refuse(source.name, f"has fewer than {source.read.header_rows} header rows", "export it again")
    return csv_records.names_in(head, source.read)


def _csv_header(source: Source) -> tuple[list[str], int]:
    try:
        found = csv_records.header_of(source.path, source.read)
    except csv.Error as error:
        raise refuse(source.name, f"its header cannot be read ({error})", "check delimiter and quotes") from None
    if found is None:
        raise refuse(source.name, f"has fewer than {source.read.header_rows} header rows", "export it again")
    return found


def _clean(source: Source) -> list[str]:
    """Header names without surrounding blanks, each once; notes which were repeated."""
    names, source.repeated = each_once(raw.strip().removeprefix("\ufeff") for raw in source.header)
    if not names or not any(names):
        if source.format == "jsonl":
            raise refuse(source.name, "has no line that is a JSON object",
                         "write one object a line: no list around them, no object over several lines")  # fmt: skip
        raise refuse(source.name, "has no header: its first row is empty",
                     "export the names of the columns first, or state the header's row in its mapping")  # fmt: skip
    if len(names) > MAX_COLUMNS:
        raise refuse(source.name, f"has {len(names):,} columns, more than {MAX_COLUMNS:,}", "check the delimiter")
    return names
