"""Files that are too wide, too long or packed to do harm: refused before they cost anything."""

import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
import xlsxwriter

from pipelines.feeds import xlsx
from pipelines.feeds.problem import RefusedFileError
from tests.spec.hard_case import RESPONSES, Hard, hard

SHEET = "survey/response/answers.xlsx"
HEADER = "response_id,submitted_at,comment_text\n"
SHEET_OF = (
    b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<sheetData>%s</sheetData></worksheet>"
)
_MEASURE = """
import json, resource, sys, time
from pathlib import Path
from pipelines.feeds.ingest import check_file
from pipelines.workspace import open_workspace

def used():
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in both), both[0].ru_maxrss / 1024

workspace = open_workspace(Path(sys.argv[1]))
check_file(Path(sys.argv[2]), workspace)   # imports, and a database that was opened once
before = used()
said = check_file(Path(sys.argv[3]), workspace)[0]
after = used()
refused = getattr(said, "refused_by_rule", {})
text = json.dumps(refused) if hasattr(said, "refused_by_rule") else str(said)
print(json.dumps([text, after[0] - before[0], after[1] - before[1]]))
"""


@dataclass(frozen=True)
class Cost:
    """What was said of a file, the seconds of the processor and the megabytes that it took to say so."""

    said: str
    seconds: float
    megabytes: float

    @property
    def is_small(self) -> bool:
        """Under a second and 50 MB."""
        return self.seconds < 1 and self.megabytes < 50


@pytest.fixture
def company(tmp_path: Path) -> Hard:
    return hard(tmp_path)


def cost(company: Hard, path: str, content: bytes | None = None) -> Cost:
    """Check a file in a process of its own, after one good small file of the same kind."""
    file = company.workspace.landing / path
    if content is not None:
        company.put(path, content)
    good = company.put("survey/response/good.csv", HEADER + "R1,2026-05-01,fine\n")
    command = [sys.executable, "-c", _MEASURE, *map(str, (company.workspace.root, good, file))]
    return Cost(*json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))


def workbook(company: Hard, parts: dict[str, bytes], promised: int | None = None) -> None:
    """An Excel file of one sheet, some of its parts replaced; `promised` is what its directory says of their size."""
    file = company.put(SHEET, b"")
    honest = file.with_suffix(".honest")
    with xlsxwriter.Workbook(str(honest)) as book:
        book.add_worksheet().write_row(0, 0, ["response_id", "submitted_at"])
    with zipfile.ZipFile(honest) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name, old.read(name)))
            if promised is not None and name in parts:
                new.getinfo(name).file_size = promised
    honest.unlink()


def test_ten_thousand_columns_are_refused(company: Hard) -> None:
    header = ",".join(["response_id", "submitted_at", *(f"c{n}" for n in range(10_000))])
    found = cost(company, RESPONSES, (header + "\n" + "," * 10_001 + "\n").encode())
    assert "has 10,002 columns, more than 2,000" in found.said and found.is_small, found


def test_a_cell_of_ten_megabytes_is_quarantined_and_the_other_rows_load(company: Hard) -> None:
    rows = f"R1,2026-05-01,fine\nR2,2026-05-01,{'x' * 10_000_000}\nR3,2026-05-01,fine\n"
    found = cost(company, RESPONSES, (HEADER + rows).encode())
    assert found.said == '{"field_too_long": 1}' and found.is_small, found
    assert company.load().batches[0].loaded_count == 2


def test_a_cell_of_ten_megabytes_in_many_lines_is_one_refused_row(company: Hard) -> None:
    log = "0123456789 lines of a log, pasted\n" * 300_000
    rows = f'R1,2026-05-01,fine\nR2,2026-05-01,"{log}"\nR3,2026-05-01,fine\n'
    found = cost(company, RESPONSES, (HEADER + rows).encode())
    assert found.said == '{"field_too_long": 1}' and found.is_small, found
    batch = company.load().batches[0]
    assert (batch.loaded_count, batch.row_count, batch.embedded_line_count) == (2, 3, 300_000)


def test_a_quote_that_nobody_closed_costs_two_megabytes_and_not_what_follows(company: Hard) -> None:
    rows = [f"R{n},2026-05-01,{'x' * 90}\n" for n in range(40_000)]
    batch = company.loads(RESPONSES, HEADER + "".join([*rows[:9], 'S,2026-05-01,"\n', *rows[9:]]))
    assert (batch.refused_by_rule, batch.row_count) == ({"field_too_long": 1}, batch.loaded_count + 1)
    assert 19_000 < batch.loaded_count < 25_000 and batch.loaded_count + batch.embedded_line_count == 40_000
    ((row, rule),) = company.quarantine("row_no, rule")
    assert (row, rule) == (11, "field_too_long")
    (note,) = batch.notes
    assert f"{batch.embedded_line_count:,} lines lie inside quotes that are never closed" in note


def test_a_text_of_ten_megabytes_is_too_long_in_json_lines_too(company: Hard) -> None:
    texts = ["fine", "x" * 10_000_000]
    rows = [
        {"response_id": f"R{n}", "submitted_at": "2026-05-01", "comment_text": text} for n, text in enumerate(texts)
    ]
    content = "".join(json.dumps(row) + "\n" for row in rows)
    found = cost(company, RESPONSES.replace(".csv", ".jsonl"), content.encode())
    assert found.said == '{"field_too_long": 1}' and found.is_small, found


def test_a_file_without_any_line_end_is_refused_from_its_beginning(company: Hard) -> None:
    found = cost(company, RESPONSES, b"x" * 30_000_000)
    assert "its header cannot be read (" in found.said and found.is_small, found


def test_a_zip_bomb_is_refused_by_what_its_directory_promises(company: Hard) -> None:
    workbook(company, {"xl/worksheets/sheet1.xml": b" " * 100_000_000})
    found = cost(company, SHEET)
    assert "would unpack to" in found.said and "times its size" in found.said and found.is_small, found


def test_entities_that_grow_are_never_expanded(company: Hard) -> None:
    grown = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    cell = '<c r="A1" t="inlineStr"><is><t>&e11;</t></is></c>'
    sheet = SHEET_OF.replace(b"<worksheet", f'<!DOCTYPE x [<!ENTITY e0 "response_id">{grown}]><worksheet'.encode())
    workbook(company, {"xl/worksheets/sheet1.xml": sheet % f'<row r="1">{cell}</row>'.encode()})
    found = cost(company, SHEET)
    assert "next:" in found.said and found.is_small, found


def test_a_zip_bomb_whose_directory_lies_is_refused_too(company: Hard) -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d" t="n"><v>1</v></c></row>' % (n, n) for n in range(1, 400_001))
    workbook(company, {"xl/worksheets/sheet1.xml": SHEET_OF % rows}, promised=1_000)
    found = cost(company, SHEET)
    assert "cannot be read as Excel" in found.said and found.is_small, found


@pytest.mark.parametrize(
    ("limits", "word"),
    [
        (xlsx.Limits(memory=128 << 20), "needs more than 0.125 GB of memory"),
        (xlsx.Limits(seconds=1), "takes longer than 1 seconds to read"),
    ],
    ids=["memory", "time"],
)
def test_a_sheet_that_costs_too_much_is_refused_and_its_reader_ended(
    company: Hard, limits: xlsx.Limits, word: str
) -> None:
    rows = (b"<row>" + b"<c><v>1.5</v></c>" * 20 + b"</row>") * 150_000
    workbook(company, {"xl/worksheets/sheet1.xml": SHEET_OF % rows})
    with pytest.raises(RefusedFileError, match=word):
        xlsx.convert(company.workspace.landing / SHEET, "x.xlsx", None, 1, company.workspace.root / "body.csv", limits)
    assert not (company.workspace.root / "body.csv").exists()
