"""What the command says of one's own data: check, map, match, quarantine."""

from pathlib import Path

import pytest

from pipelines.workspace import open_workspace
from tests.pipeline.command import said, touchstone

COMPANY = "company: T\ncompany_id: t\ncurrency: EUR\nsettle_seconds: 0\n"
SHEET = """\
回访时间,单位名称,访问员,满意度得分,意见建议
2026/1/6,鼎新电驱,李娜,满意,很好
2026/1/7,鼎新电驱,王芳,不满意,慢
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    root = tmp_path / "w"
    for folder in ("feeds", "landing/crm/account", "landing/quality/loss_event"):
        (root / folder).mkdir(parents=True)
    (root / "company.yaml").write_text(COMPANY, encoding="utf-8")
    accounts = "account_id,account_name\nA1,Brandt Automotive GmbH\n"
    (root / "landing/crm/account/a.csv").write_text(accounts, encoding="utf-8")
    losses = "loss_id,account_id,event_on\n1,Brandt Automotive AG,2026-01-05\n2,A1,15.01.2026\n"
    (root / "landing/quality/loss_event/l.csv").write_text(losses, encoding="utf-8")
    return root


def load(root: Path) -> None:
    from pipelines.feeds import ingest
    from pipelines.workspace import open_workspace

    ingest.ingest_all(open_workspace(root))


def run(root: Path, *words: object, code: int = 0) -> str:
    result = touchstone(*words, "-w", root, keys=root / "keys")
    text = said(result)
    assert result.returncode == code, text
    return text


def test_check_shows_each_column_with_its_header_and_what_it_brings(workspace: Path) -> None:
    text = run(workspace, "check", workspace / "landing/quality/loss_event/l.csv", code=3)
    assert "1 rows would be loaded, 1 refused" in text
    assert "Refused by rule: not_a_date 1" in text
    assert "row 3, column event_on: not a date" in text
    assert ["account_id", "account_id", "100%", "one"] in [line.split() for line in text.splitlines()]
    assert "Columns that will be empty: source_table" in text
    assert len(text.splitlines()) < 40


def test_check_says_what_a_file_looks_like_when_nothing_takes_it(workspace: Path) -> None:
    sheet = workspace / "landing/sheet.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    text = run(workspace, "check", sheet, code=3)
    assert "It looks most like survey__response" in text
    assert f"Next: touchstone map {sheet}" in text


def test_map_prints_reasons_and_no_value(workspace: Path) -> None:
    sheet = workspace / "landing/sheet.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    text = run(workspace, "map", sheet)
    assert 'collector_id: "访问员"  # synonym' in text
    assert "# confirm: response_id: {digest:" in text
    assert "李娜" not in text and "鼎新电驱" not in text and "很好" not in text
    assert list((workspace / "feeds").iterdir()) == []


def test_map_writes_a_file_once_and_only_where_it_is_told(workspace: Path) -> None:
    sheet = workspace / "landing/回访表_2026-09.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    assert "Next: decide its `# confirm:` lines" in run(workspace, "map", sheet, "--write")
    written = workspace / "feeds/回访表.yaml"
    before = written.read_text(encoding="utf-8")
    assert 'files: ["**/回访表_*-*.csv"]' in before
    assert "is there already and stays as it is" in run(workspace, "map", sheet, "--write", code=2)
    assert written.read_text(encoding="utf-8") == before


def test_map_refuses_a_table_that_is_none(workspace: Path) -> None:
    file = workspace / "landing/crm/account/a.csv"
    assert "survey.answers: no such table; allowed: crm__account" in run(
        workspace, "map", file, "--table", "survey.answers", code=2
    )
    assert "no such file" in run(workspace, "map", workspace / "none.csv", code=2)


def test_match_lists_what_is_no_account_and_writes_proposals(workspace: Path) -> None:
    load(workspace)
    text = run(workspace, "match")
    assert "1 identifiers in 1 rows are no account" in text
    assert "quality.loss_event.account_id 1" in text
    assert "A1 Brandt Automotive GmbH 95: equal without its legal form" in text
    assert "1 proposals written to" in text and (workspace / "feeds/accounts.csv").exists()


def test_match_shows_persons_as_shapes_only(workspace: Path) -> None:
    (workspace / "company.yaml").write_text(COMPANY + "accounts: persons\n", encoding="utf-8")
    load(workspace)
    text = run(workspace, "match")
    assert "Brandt" not in text
    assert "Aaaaaa Aaaaaaaaaa AA" in text


def test_a_wrong_line_of_accounts_stops_a_run_before_anything_happens(workspace: Path) -> None:
    (workspace / "feeds/accounts.csv").write_text("identifier,account_id,confirmed\nx,A1,perhaps\n", encoding="utf-8")
    assert "accounts.csv:2: confirmed: 'perhaps' is not known; allowed: yes, no" in run(workspace, "run", code=2)
    assert not (workspace / "dagster").exists()


def test_quarantine_lists_shows_and_reads_again(workspace: Path, tmp_path: Path) -> None:
    assert "Nothing is in quarantine" in run(workspace, "quarantine", "list")
    load(workspace)
    assert "not_a_date  1" in run(workspace, "quarantine", "list")
    text = run(workspace, "quarantine", "show", "l.csv")
    assert "15.01.2026" in text and "not_a_date; next: state the `formats`" in text
    assert "1 rows written to" in run(workspace, "quarantine", "show", "l.csv", "--csv", tmp_path / "out.csv")
    mapping = (
        "feed: quality\ntable: loss_event\nfiles: ['quality/loss_event/*.csv']\ncolumns:\n  loss_id: loss_id\n"
        "  account_id: account_id\n  event_on: {from: event_on, formats: ['%Y-%m-%d', '%d.%m.%Y']}\n"
    )
    (workspace / "feeds/losses.yaml").write_text(mapping, encoding="utf-8")
    text = run(workspace, "quarantine", "replay")
    assert ["quality.loss_event", "quality/loss_event/l.csv", "1", "2", "1", "0"] in [
        x.split() for x in text.splitlines()
    ]
    assert "Nothing is in quarantine: nothing was read again" in run(workspace, "quarantine", "replay")


def test_names_of_hostile_files_are_inert(workspace: Path) -> None:
    sheet = workspace / "landing/[red]x.csv"
    sheet.write_text("[bold]a[/],b\u202e\nx,1\ny,2\n", encoding="utf-8")
    text = run(workspace, "map", sheet)
    assert "\u202e" not in text and "[bold]a[/]" in text and "\\u202e" in text


def test_a_run_shows_notes_of_its_files_and_what_a_later_file_lacks(workspace: Path) -> None:
    from pipelines import manifest, run

    (workspace / "feeds/loss.yaml").write_text(
        "feed: quality\ntable: loss_event\nfiles: erp/*.csv\n"
        "columns: {loss_id: id, account_id: customer, event_on: day, product_id: part, loss_category: kind}\n"
    )
    (workspace / "landing/erp").mkdir()
    (workspace / "landing/erp/1.csv").write_text("id,customer,day,part\n7,A1,2026-01-05,P\n")
    load(workspace)
    (workspace / "landing/erp/2.csv").write_text("id,customer,day\n8,A1,2026-01-06\n")
    load(workspace)
    opened = open_workspace(workspace)
    notes = run._notes(opened, 0)
    assert [file for file, _ in notes] == ["erp/1.csv", "erp/2.csv"]
    assert "lacks columns that mapping loss names: 'kind' (for loss_category)" in notes[0][1]
    assert "brings no longer what erp/1.csv brought: product_id" in notes[1][1]
    assert manifest.totals(manifest.read(opened.manifest_file), "quality", "loss_event").note_count == 2


def test_of_many_notes_a_run_shows_ten_and_says_where_the_others_are(capsys: pytest.CaptureFixture[str]) -> None:
    from pipelines import cli, run

    cli._print_outcome(run.Outcome("blocked", notes=tuple((f"{n}.csv", f"{n}.csv: note [x]") for n in range(13))))
    lines = [line for line in capsys.readouterr().err.splitlines() if "note" in line or "more" in line]
    assert lines[0] == "Note: 0.csv: note [x]" and len(lines) == 11
    assert lines[-1] == "… and 3 more: touchstone check 10.csv"


def test_a_file_is_found_below_landing_however_its_path_is_written(workspace: Path) -> None:
    from pipelines.feeds import ingest

    opened = open_workspace(workspace / ".." / workspace.name)
    for path in ("landing/quality/loss_event/l.csv", "feeds/../landing/quality/loss_event/l.csv"):
        assert ingest.below_landing(workspace / path, opened) == "quality/loss_event/l.csv"
        assert getattr(ingest.check_file(workspace / path, opened)[0], "contract", "") == "quality__loss_event"
    assert ingest.below_landing(workspace / "x.csv", opened) == "x.csv"


def test_check_says_when_a_batch_would_be_held_back_and_one_slip_holds_nothing(workspace: Path) -> None:
    file = workspace / "landing/quality/loss_event/l.csv"
    assert "held back" not in run(workspace, "check", file, code=3)  # one of two rows
    bad = "".join(f"{n},A1,someday\n" for n in range(5))
    file.write_text(f"loss_id,account_id,event_on\n{bad}7,A1,2026-01-05\n", encoding="utf-8")
    text = run(workspace, "check", file, code=3)
    assert "Would be held back by few_rows_are_refused (5 of 6 rows are refused" in text
    assert "its form has changed" in text


def test_status_names_files_that_nothing_takes_and_fits_a_terminal(workspace: Path) -> None:
    (workspace / "landing/sheet.csv").write_text(SHEET, encoding="utf-8")
    load(workspace)
    result = touchstone("status", "-w", workspace, keys=workspace / "keys", COLUMNS="80")
    text = said(result)
    assert "Not read: sheet.csv: no mapping takes it" in text
    (line,) = [line for line in text.splitlines() if line.startswith("quality.loss_event")]
    assert line.split()[1:7] == ["1", "2", "1", "1", "0", "0"]
