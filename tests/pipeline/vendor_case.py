"""One sample of a vendor's export, what it must become, and the same sample written in another way.

Belongs here: the model of `tests/samples/<vendor>/<case>.yaml`; a sample written anew, columns moved, added or dropped.
Elsewhere: the promises (test_vendor_mappings); how the file is read in earnest (feeds).

A case is two files that have one name: the sample in the exact shape of the export, and a YAML that says

    mapping: salesforce_account       the shipped mapping that must take it
    sample: account.csv               the sample, where several mappings read the same one
    lands_as: salesforce/account.csv  where it is put below landing, if the name of the file matters
    loaded: 3                         rows that must load
    ignored: 0                        rows that the mapping declares as ignored
    refused: {missing_key: 1}         rows planted as bad, by rule
    optional: {column: Website, absent: [email_domain]}     a column that may be missing, and what then is coverage
    beside: [LIKP.txt]                other files of the folder that the mapping looks values up in
    told_by: [submitted_at]           columns that tell the rows apart, where their key is a keyed hash
    rows: [{account_id: 001..., ...}] rows as they must load: every column that is not null
"""

import csv
import io
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from pipelines import yaml_file
from pipelines.feeds.mapping import NamedMapping, Read

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
UNKNOWN = "A column nobody knows"
Row = list[Any]
Rewrite = Callable[[list[Row], int], list[Row]]  # all rows of a table and the place of its header -> other rows


@dataclass(frozen=True)
class Optional:
    """A column of the export that may be missing, and the canonical columns that are then absent."""

    column: str
    absent: tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """One sample with its expectation."""

    name: str
    sample: Path
    mapping: str
    lands_as: str
    loaded: int
    ignored: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    optional: Optional | None = None
    beside: tuple[str, ...] = ()
    told_by: tuple[str, ...] = ()
    rows: tuple[dict[str, str | None], ...] = ()


def cases() -> list[Case]:
    """Every case below `tests/samples`, in the order of their names."""
    return [_case(file) for file in sorted(SAMPLES.glob("*/*.yaml"))]


def _case(file: Path) -> Case:
    said: dict[str, Any] = dict(yaml_file.read(file).data)
    named = said.pop("sample", f"{file.stem}.*")
    samples = [other for other in sorted(file.parent.glob(named)) if other != file]
    assert len(samples) == 1, f"{file}: needs one sample {named} beside it, has {len(samples)}"
    optional = said.pop("optional", None)
    rows = tuple({column: as_text(value) for column, value in row.items()} for row in said.pop("rows"))
    return Case(
        name=f"{file.parent.name}/{file.stem}",
        sample=samples[0],
        lands_as=said.pop("lands_as", f"{file.parent.name}/{samples[0].name}"),
        optional=Optional(optional["column"], tuple(optional["absent"])) if optional else None,
        beside=tuple(said.pop("beside", ())),
        told_by=tuple(said.pop("told_by", ())),
        rows=rows,
        **said,
    )


def as_text(value: object) -> str | None:
    """A value as both sides of a comparison write it: 4 and 4.00 are the same, and so are T and a space in a time."""
    if value is None or isinstance(value, bool):
        return None if value is None else str(value).lower()
    text = str(value)
    if "." in text and text.replace(".", "", 1).lstrip("-").isdigit() and not isinstance(value, str):
        return text.rstrip("0").rstrip(".")
    return text


def write_rearranged(case: Case, named: NamedMapping, target: Path) -> None:
    """The sample with its columns in another order, the same each time, among them one that no mapping knows."""

    def rearranged(rows: list[Row], header: int) -> list[Row]:
        width, first = len(rows[header]), _read_of(named).header_rows
        order = random.Random(case.lands_as).sample(range(width + 1), width + 1)
        wider = [[*row, UNKNOWN if place < first else "x"] for place, row in enumerate(rows)]
        return [[row[place] for place in order] if len(row) == width + 1 else row[:-1] for row in wider]

    _rewrite(case.sample, _read_of(named), target, rearranged)


def write_narrowed(case: Case, named: NamedMapping, target: Path, without: list[str]) -> None:
    """The sample without some of its columns."""

    def narrowed(rows: list[Row], header: int) -> list[Row]:
        strangers = set(without) - set(rows[header])
        assert not strangers, f"{case.name}: the sample has no column {strangers}"
        kept = [place for place, column in enumerate(rows[header]) if column not in without]
        return [[row[place] for place in kept] if len(row) == len(rows[header]) else row for row in rows]

    _rewrite(case.sample, _read_of(named), target, narrowed)


def _read_of(named: NamedMapping) -> Read:
    assert named.mapping is not None
    return named.mapping.read


def _rewrite(sample: Path, read: Read, target: Path, rewrite: Rewrite) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    kind = read.format or sample.suffix.lower().lstrip(".")
    {"jsonl": _rewrite_jsonl, "xlsx": _rewrite_xlsx}.get(kind, _rewrite_csv)(sample, read, target, rewrite)


def _rewrite_csv(sample: Path, read: Read, target: Path, rewrite: Rewrite) -> None:
    content = sample.read_bytes()
    bom = content[:3] if content.startswith(b"\xef\xbb\xbf") else b""
    encoding = read.encoding_of(is_utf8=_is_utf8(content))
    text = content[len(bom) :].decode(encoding)
    second = read.fallback_delimiter if read.delimiter not in text.splitlines()[0] else None
    delimiter = second or read.delimiter
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quotechar=read.quote))
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quotechar=read.quote, lineterminator="\n")
    writer.writerows(rewrite(rows, read.name_row - 1))
    target.write_bytes(bom + out.getvalue().encode(encoding))


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _rewrite_jsonl(sample: Path, read: Read, target: Path, rewrite: Rewrite) -> None:
    objects = [json.loads(line) for line in sample.read_text(encoding="utf-8").splitlines()]
    names = list(dict.fromkeys(name for found in objects for name in found))
    absent = object()
    header, *rows = rewrite([names, *([found.get(name, absent) for name in names] for found in objects)], 0)
    lines = [{n: v for n, v in zip(header, row, strict=True) if v is not absent} for row in rows]
    target.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")


def _rewrite_xlsx(sample: Path, read: Read, target: Path, rewrite: Rewrite) -> None:
    book = CalamineWorkbook.from_path(str(sample))
    changed = read.sheet or book.sheet_names[0]
    out = xlsxwriter.Workbook(str(target), {"default_date_format": "yyyy-mm-dd hh:mm:ss", "remove_timezone": True})
    for title in book.sheet_names:
        rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
        sheet = out.add_worksheet(title)
        for place, row in enumerate(rewrite(rows, read.name_row - 1) if title == changed else rows):
            sheet.write_row(place, 0, ["" if value is None else value for value in row])
    out.close()
