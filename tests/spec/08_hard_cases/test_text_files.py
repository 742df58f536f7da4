"""Text files that are not what their name says: other delimiters, encodings, line ends, quotes that nobody closed."""

from pathlib import Path

import pytest

from tests.spec.hard_case import RESPONSES, Hard, hard, mapped

ROWS = "response_id,submitted_at,comment_text\nR1,2026-05-01,满意\nR2,2026-05-02,fine\n"
IDS = ["R1", "R2"]


@pytest.fixture
def company(tmp_path: Path) -> Hard:
    return hard(tmp_path)


def declared(read: str) -> str:
    names = mapped("  comment_text: comment_text", f"read: {{{read}}}")
    return names.replace(": id", ": response_id").replace(": day", ": submitted_at")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_every_kind_of_line_end_gives_the_same_rows(company: Hard, end: str) -> None:
    assert company.reads(RESPONSES, ROWS.replace("\n", end), "response_id") == IDS


def test_lines_that_end_in_cr_alone_are_counted(company: Hard) -> None:
    batch = company.loads(RESPONSES, ROWS.replace("\n", "\r"))
    assert (batch.line_end_count, batch.header_line_count, batch.row_count) == (3, 1, 2)


@pytest.mark.parametrize(
    ("delimiter", "named"),
    [("\t", r'a tab seems to separate its fields: state `read: {delimiter: "\t"}`'),
     (";", 'a semicolon seems to separate its fields: state `read: {delimiter: ";"}`'),
     ("|", 'a bar seems to separate its fields: state `read: {delimiter: "|"}`')],
)  # fmt: skip
def test_another_delimiter_is_named_when_it_is_not_declared(company: Hard, delimiter: str, named: str) -> None:
    assert named in company.refuses(RESPONSES, ROWS.replace(",", delimiter))


def test_a_declared_tab_loads_whatever_the_file_is_called(company: Hard) -> None:
    company.map(declared('delimiter: "\\t"'))
    assert company.reads("x.csv", ROWS.replace(",", "\t"), "response_id") == IDS


def test_a_file_that_is_called_tsv_is_divided_by_tabs(company: Hard) -> None:
    assert company.reads("survey/response/answers.tsv", ROWS.replace(",", "\t"), "response_id") == IDS


@pytest.mark.parametrize(
    ("encoding", "guess"),
    [("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be")],
)
def test_another_encoding_is_named_when_it_is_not_declared(company: Hard, encoding: str, guess: str) -> None:
    assert f"state `read: {{encoding: {guess}}}`" in company.refuses(RESPONSES, ROWS.encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "gb18030", "big5", "utf-8-sig"])
def test_a_declared_encoding_loads(company: Hard, encoding: str) -> None:
    company.map(declared(f"encoding: {encoding}"))
    content = ROWS.replace("满意", "滿意").encode(encoding)
    assert company.reads("x.csv", content, "response_id, comment_text_length") == [("R1", 2), ("R2", 4)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_declared_fallback_is_for_files_that_are_not_utf8(company: Hard, encoding: str) -> None:
    company.map(declared("fallback_encoding: gb18030"))
    assert company.reads("x.csv", ROWS.encode(encoding), "comment_text_length") == [2, 4]


def test_an_unclosed_quote_says_where_it_opened_and_what_it_swallowed(company: Hard) -> None:
    good = "".join(f"R{n},2026-05-01,fine\n" for n in range(3, 3000))
    company.put(RESPONSES, ROWS + 'R0,2026-05-01,"never closed\n' + good)
    report = company.load()
    assert report.batches[0].refused_by_rule == {"unclosed_quote": 1} and report.batches[0].loaded_count == 2
    said = "a quote is never closed (opened on line 4 of the file; 2,997 lines after it went into the field)"
    assert company.quarantine() == [(4, None, "unclosed_quote", said)]
    assert "2,997 lines lie inside quotes that are never closed" in str(report.notes[0])


def test_a_quote_that_closes_in_a_later_row_says_where_it_opened(company: Hard) -> None:
    rows = 'R3,2026-05-01,"two\nlines"\nR4,2026-05-01,"open\nR5,2026-05-01,"fine"\nR6,2026-05-01,fine\n'
    company.loads(RESPONSES, ROWS + rows)
    said = "text after a closing quote (opened on line 6 of the file; 1 line after it went into the field)"
    assert company.quarantine() == [(5, None, "text_after_quote", said)]
    rows_after = company.query("select response_id from raw.survey__response order by all")
    assert rows_after == [("R1",), ("R2",), ("R3",), ("R6",)]


def test_a_canonical_file_may_be_gb18030_and_a_note_says_so(company: Hard) -> None:
    text = "response_id,submitted_at,account_id,comment_text\nR1,2026-01-05T09:00:00Z,一汽大众,交付及时，服务很好\n"
    batch = company.loads(RESPONSES, text.encode("gb18030"))
    assert (batch.loaded_count, batch.refused_by_rule) == (1, {})
    assert company.query("select account_id from raw.survey__response") == [("一汽大众",)]
    assert [note.split(": ", 1)[1].split(";")[0] for note in batch.notes] == ["is not UTF-8: it is read as gb18030"]


@pytest.mark.parametrize(
    "content",
    [
        "response_id,submitted_at,comment_text\nR1,2026-01-05T09:00:00Z,Müller prüft für Größe\n".encode("cp1252"),
        "response_id,submitted_at\nR1,2026-01-05T09:00:00Z\n".encode("utf-16"),
        b"response_id;submitted_at\nR1;2026-01-05T09:00:00Z\n",
        b"response_id\tsubmitted_at\nR1\t2026-01-05T09:00:00Z\n",
    ],
)
def test_another_canonical_text_is_refused_with_the_command_that_helps(company: Hard, content: bytes) -> None:
    assert f"touchstone map {RESPONSES} --write" in company.refuses(RESPONSES, content)


def test_quantities_times_and_dates_as_sap_writes_them(company: Hard) -> None:
    rows = [
        "1\tQ1\t20260105\t240000\t12.000\tx",
        "3\tQ1\t20260105\t080000\t12.000-\tx",
        "2\tQ1\t00000000\t120000\t1\tx",
    ]
    batch = company.loads("QMEL.txt", "\n".join(["QMNUM\tQMART\tQMDAT\tMZEIT\tRKMNG\tQMTXT", *rows]) + "\n")
    assert batch.refused_by_rule == {"missing_row_date": 1, "below_minimum": 1}  # 12.000- is a number, and negative
    (row,) = company.query(
        "select cast(affected_qty as double), cast(received_at as varchar) from raw.quality__complaint"
    )
    assert row == (12.0, "2026-01-05 23:59:59")
