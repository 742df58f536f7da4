"""Refuse a file before anything parses it: by size, by kind, by what its zip directory promises.

Belongs here: cheap questions to the first and last bytes of a file.
Elsewhere: its fields (readers), its rows (conform).
"""

import zipfile
from pathlib import Path

from pipelines.feeds.archive import Received
from pipelines.feeds.mapping import Read
from pipelines.feeds.problem import Problem, RefusedFileError, refuse

FORMATS = {".csv": "csv", ".txt": "csv", ".tsv": "csv", ".xlsx": "xlsx", ".jsonl": "jsonl", ".ndjson": "jsonl",
           ".parquet": "parquet"}  # fmt: skip
MAX_BYTES = {"csv": 200 << 30, "jsonl": 20 << 30, "parquet": 200 << 30, "xlsx": 200 << 20}
MAX_ENTRIES = 10_000
MAX_UNPACKED = 2 << 30
MAX_RATIO = 100
_SAMPLE = 1 << 20
SMALL_UNPACKED = 20 << 20  # below this a high ratio is harmless: a sheet of equal rows packs well
_KINDS = {
    b"PK\x03\x04": "a zip or Excel file",
    b"PK\x05\x06": "an empty zip file",
    b"PAR1": "a Parquet file",
    b"%PDF": "a PDF file",
    b"\x1f\x8b": "a gzip file",
    b"\xd0\xcf\x11\xe0": "an old Excel file (.xls)",
    b"\x89PNG": "a picture",
    b"\x7fELF": "a program",
}


def format_of(name: str, read: Read) -> str:
    """csv, xlsx, jsonl or parquet: as the mapping says, else by the name. Raises RefusedFileError."""
    found = read.format or FORMATS.get(Path(name).suffix.lower())
    if found is None:
        raise refuse(name, f"is of no known kind; known are {', '.join(FORMATS)}", "export it as CSV, XLSX or Parquet")
    return found


def check(received: Received, name: str, read: Read) -> str:
    """The format of a file that may be parsed. Raises RefusedFileError when it may not."""
    kind = format_of(name, read)
    if received.size == 0:
        raise refuse(name, "is empty: not even a header", "export it again; an export without rows still has a header")
    if received.size > MAX_BYTES[kind]:
        raise refuse(name, f"has {received.size:,} bytes, more than a {kind} file may have", "split it")
    with open(received.path, "rb") as file:
        head = file.read(8)
        file.seek(max(0, received.size - 4))
        tail = file.read(4)
    if kind in ("csv", "jsonl"):
        _check_text(head, received, name, read)
    elif kind == "parquet" and not (head[:4] == b"PAR1" == tail):
        raise refuse(name, "is no complete Parquet file", "export it again")
    elif kind == "xlsx":
        check_zip(received.path, name)
    return kind


def _check_text(head: bytes, received: Received, name: str, read: Read) -> None:
    for magic, what in _KINDS.items():
        if head.startswith(magic):
            raise refuse(name, f"is {what}, whatever its name says", "give it its right suffix, or export it as CSV")
    if not read.is_utf8:
        return
    if (wide := _utf16(received.path)) is not None:
        raise refuse(name, "is UTF-16 text, not UTF-8", f"state `read: {{encoding: {wide}}}` in its mapping")
    line = received.facts.not_utf8_line
    if line is not None and read.fallback_encoding is None:
        guess = _likely_encoding(received)
        raise refuse(name, f"is not UTF-8 text (line {line})",
                     f"state `read: {{encoding: {guess}}}` (or another encoding) in its mapping")  # fmt: skip


def look(path: Path, name: str) -> Problem | None:
    """What speaks against reading a file that no mapping takes: its kind, or its encoding."""
    with open(path, "rb") as file:
        head = file.read(8)
    what = next((what for magic, what in _KINDS.items() if head.startswith(magic)), None)
    known = FORMATS.get(Path(name).suffix.lower())
    if known is None:
        return Problem(name, f"is of no known kind ({', '.join(FORMATS)})", "export it as CSV, XLSX or Parquet")
    if known in ("csv", "jsonl") and what is not None:
        return Problem(name, f"is {what}, whatever its name says", "give it its right suffix, or export it as CSV")
    if known == "csv" and (wide := _utf16(path)) is not None:
        return Problem(name, "is UTF-16 text", f"write a mapping in feeds/ with `read: {{encoding: {wide}}}`")
    return None


def _utf16(path: Path) -> str | None:
    """utf-16 when its mark begins the file; without a mark, every other byte of its first ASCII letters is NUL."""
    with open(path, "rb") as file:
        sample = file.read(4096)
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(sample) < 4 or max(even, odd) * 4 < len(sample) or min(even, odd) * 8 > max(even, odd):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _likely_encoding(received: Received) -> str:
    from pipelines.feeds import sniff

    with open(received.path, "rb") as file:
        content = file.read(_SAMPLE)
    likely, _ = sniff.decoded(content, is_whole=received.size <= _SAMPLE)
    return likely if likely != "utf-8" else "cp1252"  # what is broken lies behind the sample


def check_zip(path: Path, name: str) -> None:
    """Read the zip's directory only: nothing is unpacked. Raises RefusedFileError when it may not be."""
    try:
        with zipfile.ZipFile(path) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise refuse(name, "is no complete Excel file (.xlsx)", "save it again as .xlsx") from None
    unpacked = sum(entry.file_size for entry in entries)
    packed_size = max(1, sum(entry.compress_size for entry in entries))
    if problem := _zip_problem(entries, unpacked, unpacked / packed_size):
        raise problem_of(name, problem)


def _zip_problem(entries: list[zipfile.ZipInfo], unpacked: int, ratio: float) -> str:
    if len(entries) > MAX_ENTRIES:
        return f"holds {len(entries):,} parts"
    if unpacked > MAX_UNPACKED:
        return f"would unpack to {unpacked:,} bytes"
    if ratio >= MAX_RATIO and unpacked > SMALL_UNPACKED:
        return f"would unpack to {ratio:.0f} times its size"
    if any(entry.flag_bits & 1 for entry in entries):
        return "is protected by a password"
    names = {entry.filename for entry in entries}
    return "" if "xl/workbook.xml" in names else "is a zip file but no Excel workbook"


def problem_of(name: str, problem: str) -> RefusedFileError:
    """The refusal of an Excel file."""
    return refuse(name, problem, "save the sheet again as .xlsx or CSV")
