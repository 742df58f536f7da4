"""How a file seems to be written."""

import codecs
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from pipelines.feeds.problem import RefusedFileError
from pipelines.feeds.sniff import Sample, decoded, sample

CHINESE = "回访日期,客户名称,满意度\n2026-01-05,恒远汽车有限公司,满意\n"
GERMAN = "Straße;Größe;Prüfer\nKönigsallee 1;5,5;Jürgen\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(CHINESE, "utf-8"), (CHINESE, "gb18030"), (CHINESE, "big5"), (GERMAN, "cp1252"), ("a,b\n1,2\n", "utf-8")],
)
def test_encodings(text: str, encoding: str) -> None:
    text = text.translate(str.maketrans("访户称满恒远车", "訪戶稱滿恆遠車")) if encoding == "big5" else text
    content = text.encode(encoding, errors="ignore")
    assert decoded(content)[0] == encoding


@pytest.mark.parametrize(("mark", "encoding"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")])
def test_utf_16_with_and_without_its_mark(mark: bytes, encoding: str) -> None:
    assert decoded(mark + CHINESE.encode(encoding)) == ("utf-16", CHINESE)
    assert decoded("id,name,value\n1,a,b\n".encode(encoding))[0] == encoding


def test_a_sample_that_ends_in_a_character_is_cut_at_its_last_line() -> None:
    assert decoded(("a\n" + CHINESE).encode()[:-3], is_whole=False) == ("utf-8", "a\n回访日期,客户名称,满意度\n")


def seen(folder: Path, content: str | bytes, name: str = "f.csv") -> Sample:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return sample(file, name)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(tmp_path: Path, delimiter: str) -> None:
    rows = [["id", "text", "amount"], ["1", '"a, b; c"', "1"], ["2", '"x"', "2"]]
    found = seen(tmp_path, "".join(delimiter.join(row) + "\n" for row in rows))
    assert found.read.delimiter == delimiter
    assert found.rows[0] == ["1", "a, b; c", "1"]


@pytest.mark.parametrize(
    ("text", "header_rows", "name_row", "header"),
    [
        ("id,when\n1,2026-01-05\n", 1, 1, ["id", "when"]),
        ("Report,,\n\nid,when,n\n1,2026-01-05,2\n", 3, 3, ["id", "when", "n"]),
        ("StartDate,EndDate,Q\nAnfang,Ende,Frage\n{},{},{}\n2026-01-05,2026-01-06,5\n2026-01-05,2026-01-06,4\n", 3, 1,
         ["StartDate", "EndDate", "Q"]),
        ("V1,V2,V3\nResponseId,StartDate,EndDate\nR1,2026-01-05,2026-01-06\nR2,2026-01-05,2026-01-06\n", 2, 2,
         ["ResponseId", "StartDate", "EndDate"]),
        ("id,a,a,\n1,2,3,4\n", 1, 1, ["id", "a", "a (2)", ""]),
    ],
)  # fmt: skip
def test_header_rows(tmp_path: Path, text: str, header_rows: int, name_row: int, header: list[str]) -> None:
    found = seen(tmp_path, text)
    assert (found.read.header_rows, found.read.name_row, found.header) == (header_rows, name_row, header)


def test_a_sheet_with_a_title_above_its_header(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "s.xlsx"))
    sheet = book.add_worksheet()
    for place, row in enumerate(
        [["满意度汇总"], [], ["编号", "评分", "日期"], ["1", 5, "2026-01-05"], ["2", 4, "2026-01-06"]]
    ):
        sheet.write_row(place, 0, row)
    book.close()
    found = sample(tmp_path / "s.xlsx", "s.xlsx")
    assert (found.read.header_rows, found.read.name_row, found.header) == (3, 3, ["编号", "评分", "日期"])
    assert found.column(1) == ["5", "4"]


def test_json_lines_have_their_keys_as_header(tmp_path: Path) -> None:
    found = seen(tmp_path, '{"id": 1, "score": 5}\n{"id": 2, "text": "x"}\n', "f.jsonl")
    assert (found.format, found.header, found.rows) == (
        "jsonl",
        ["id", "score", "text"],
        [["1", "5", ""], ["2", "", "x"]],
    )


@pytest.mark.parametrize(("content", "name"), [(b"", "f.csv"), (b"\n\n", "f.csv"), (b"PK", "f.xlsx"), (b"x", "f.exe")])
def test_what_cannot_be_read_is_refused(tmp_path: Path, content: bytes, name: str) -> None:
    with pytest.raises(RefusedFileError):
        seen(tmp_path, content, name)


def test_a_parquet_file_has_the_names_of_its_schema(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(
            f"copy (select 1 as id, 4.5::double as score) to '{tmp_path / 'f.parquet'}' (format parquet)"
        )
    found = sample(tmp_path / "f.parquet", "f.parquet")
    assert (found.format, found.header, found.rows) == ("parquet", ["id", "score"], [["1", "4.5"]])
