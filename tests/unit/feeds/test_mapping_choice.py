"""Which mapping takes a file, and what is told of a file that none takes."""

from pathlib import Path

import pytest
import xlsxwriter

from pipelines.feeds import mapping, xlsx
from pipelines.feeds.mapping import NamedMapping, load_mapping, load_mappings
from pipelines.feeds.mapping_choice import Candidate, choose, fitting, unmatched
from pipelines.feeds.problem import RefusedFileError

SHIPPED = """\
feed: survey
table: response
files: '**/*.csv'
signature: [Respondent ID, [Start Date, Begonnen], End Date, IP Address]
columns: {response_id: Respondent ID, submitted_at: End Date}
"""
OTHER = SHIPPED.replace("IP Address", "Score")
HEADER = "Respondent ID,Start Date,End Date,IP Address\n"


class Drawn:
    """A folder of shipped mappings, and files beside it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "vendors").mkdir()
        self.ship("monkey", SHIPPED)

    def ship(self, name: str, text: str) -> None:
        (self.root / "vendors" / f"{name}.yml").write_text(text, encoding="utf-8")

    @property
    def shipped(self) -> list[NamedMapping]:
        return load_mappings(self.root / "vendors")

    def file(self, content: str | bytes, relative: str = "export.csv") -> Candidate:
        path = self.root / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return Candidate(path, relative)

    def own(self, text: str) -> list[NamedMapping]:
        (self.root / "mine.yaml").write_text(text, encoding="utf-8")
        return [load_mapping(self.root / "mine.yaml")]

    def chosen(self, content: str, relative: str = "export.csv", own: str = "") -> list[str]:
        return [n.id for n in choose(self.file(content, relative), self.own(own) if own else [], self.shipped)]

    def told(self, content: str | bytes, relative: str = "export.csv") -> str:
        file = self.file(content, relative)
        assert choose(file, [], self.shipped) == []
        return str(unmatched(file, self.shipped))


@pytest.fixture
def drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Drawn:
    monkeypatch.setattr(mapping, "VENDORS", tmp_path / "vendors")
    return Drawn(tmp_path)


@pytest.mark.parametrize(
    "header",
    [HEADER, "x,IP ADDRESS,end date,Begonnen,Respondent  ID\n", "\ufeff" + HEADER],
    ids=["as exported", "moved and respelled", "with a mark at its beginning"],
)
def test_a_shipped_mapping_takes_a_file_that_bears_its_signature(drawn: Drawn, header: str) -> None:
    assert drawn.chosen(header + "1,2,3,4\n") == ["monkey"]


def test_the_header_is_read_as_the_mapping_says(drawn: Drawn) -> None:
    drawn.ship("monkey", SHIPPED + 'read: {delimiter: ";", header_rows: 2, name_row: 2}\n')
    assert drawn.chosen("a title\n" + HEADER.replace(",", ";")) == ["monkey"]
    assert drawn.chosen(HEADER) == []


def test_a_file_that_cannot_be_read_so_is_no_match(drawn: Drawn) -> None:
    assert choose(drawn.file(b"\xff\xfe\x00"), [], drawn.shipped) == []
    assert choose(drawn.file(HEADER.encode("utf-16")), [], drawn.shipped) == []


def test_the_workspace_comes_first_then_the_folder_then_what_is_shipped(drawn: Drawn) -> None:
    assert drawn.chosen(HEADER, "survey/response/export.csv") == ["canonical"]
    assert drawn.chosen(HEADER, "survey/response/export.csv", own="use: monkey\nfiles: '**/*.csv'\n") == ["mine"]


def test_an_own_mapping_that_names_no_files_keeps_the_signature(drawn: Drawn) -> None:
    assert drawn.chosen(HEADER, own="use: monkey\n") == ["mine"]
    assert drawn.chosen("other\n", own="use: monkey\n") == []


def test_two_shipped_mappings_for_one_table_are_an_error_that_names_both(drawn: Drawn) -> None:
    drawn.ship("ape", OTHER)
    with pytest.raises(RefusedFileError, match="mappings ape and monkey both fill survey__response") as caught:
        drawn.chosen("Respondent ID,Start Date,End Date,IP Address,Score\n")
    assert "with `use: monkey` (or ape) and its `files`" in str(caught.value)


def test_the_nearest_shipped_mapping_is_named_with_what_the_header_lacks(drawn: Drawn) -> None:
    told = drawn.told("Respondent ID,End Date,x\n")
    assert (
        "nearest is the shipped mapping monkey, whose columns Start Date or Begonnen, IP Address its header lacks"
        in told
    )
    assert "`use: monkey`" in told and "`touchstone map export.csv`" in told


def test_a_file_that_is_near_to_nothing_is_told_how_to_go_on(drawn: Drawn) -> None:
    told = drawn.told("a,b\n1,2\n")
    assert "nearest" not in told and "`touchstone map export.csv` proposes a mapping" in told


@pytest.mark.parametrize(
    ("content", "name", "word"),
    [
        (b"a;b;c\n1;2;3\n", "x.csv", 'a semicolon seems to separate its fields: state `read: {delimiter: ";"}`'),
        (b"a\tb\n1\t2\n", "x.csv", r'a tab seems to separate its fields: state `read: {delimiter: "\t"}`'),
        ("a,b\n1,2\n".encode("utf-16"), "x.csv", "it is UTF-16 text; next: write a mapping in feeds/ with `read: {enc"),
        ("a,b\n1,2\n".encode("utf-16-be"), "x.csv", "encoding: utf-16-be"),
        (b"%PDF-1.7", "x.csv", "it is a PDF file, whatever its name says"),
        (b"GIF89a", "x.gif", "it is of no known kind"),
    ],
    ids=["semicolons", "tabs", "utf-16", "utf-16 without a mark", "pdf", "picture"],
)
def test_what_is_unusual_about_a_file_is_told(drawn: Drawn, content: bytes, name: str, word: str) -> None:
    assert word in drawn.told(content, name)


def test_a_sheet_is_opened_once_for_all_ways_of_reading_it(drawn: Drawn, monkeypatch: pytest.MonkeyPatch) -> None:
    two_rows = SHIPPED.replace("'**/*.csv'", "'**/*'") + "read: {header_rows: 2, name_row: 2}\n"
    drawn.ship("second_row", two_rows)
    drawn.ship("third_row", two_rows.replace("2, name_row: 2", "3, name_row: 3"))
    opened: list[Path] = []
    convert = xlsx.convert

    def counted(path: Path, name: str, sheet: str | None, head: int) -> list[list[str]]:
        opened.append(path)
        return convert(path, name, sheet, head)

    monkeypatch.setattr(xlsx, "convert", counted)
    file = drawn.root / "export.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate((["All answers"], HEADER.strip().split(","), ["1"])):
            sheet.write_row(place, 0, row)
    assert [named.id for named in choose(Candidate(file, "export.xlsx"), [], drawn.shipped)] == ["second_row"]
    assert opened == [file]


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        ("Account ID,Account Name,Account Owner,Industry", ["salesforce_account"]),
        ("Account ID,Account Name,Account Owner,Billing Country,Annual Revenue", ["salesforce_account"]),
        ("Id,Name,OwnerId,Industry,Company,LastName,IsConverted", []),
        ("Opportunity ID,Account ID,Account Name,Account Owner,Industry,Stage,Close Date", ["salesforce_opportunity"]),
        ("accountid,name,customertypecode", ["dynamics_account"]),
        ("opportunityid,accountid,name,ownerid,statecode,estimatedclosedate", ["dynamics_opportunity"]),
        ("incidentid,ticketnumber", ["dynamics_incident"]),
        ("QMNUM\tQMART\tQMDAT", ["sap_qmel"]),
        ("VBELN\tPOSNR\tKWMENG", ["sap_vbap"]),
        ("number,account,opened_at,priority", ["servicenow_case"]),
    ],
)
def test_no_optional_column_keeps_a_file_from_its_shipped_mapping(
    tmp_path: Path, header: str, taken: list[str]
) -> None:
    file = tmp_path / "export.csv"
    file.write_text(header + "\n", encoding="utf-8")
    assert [named.id for named in choose(Candidate(file, "export.csv"), [], mapping.shipped_mappings())] == taken


def test_a_mapping_that_reads_most_of_a_header_is_named_with_what_the_header_lacks(drawn: Drawn) -> None:
    file = drawn.file("Respondent ID,End Date\n")
    assert fitting(file, drawn.shipped) == [("monkey", ["Start Date or Begonnen", "IP Address"])]
    assert fitting(drawn.file("Respondent ID,a,b\n", "other.csv"), drawn.shipped) == []
