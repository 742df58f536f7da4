"""Exit codes and words of the command where nothing heavy has to run."""

from pathlib import Path

import pytest

from tests.pipeline.command import said, touchstone


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    touchstone("init", tmp_path / "w", keys=tmp_path / "keys")
    return tmp_path / "w"


def test_no_workspace_is_wrong_use(tmp_path: Path) -> None:
    result = touchstone("run", "-w", tmp_path, keys=tmp_path)
    assert result.returncode == 2
    assert "touchstone init" in said(result)


def test_a_wrong_value_names_file_line_and_key(workspace: Path) -> None:
    file = workspace / "company.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("currency: EUR", "currency: euro"), encoding="utf-8")
    result = touchstone("run", "-w", workspace, keys=workspace)
    assert result.returncode == 2
    assert "company.yaml:4: currency" in said(result)


def test_a_mapping_with_a_typo_stops_before_anything_runs(workspace: Path) -> None:
    text = 'feed: survey\ntable: response\nfiles: ["x.csv"]\ncolumns:\n  raiting: b\n'
    (workspace / "feeds/x.yaml").write_text(text, encoding="utf-8")
    result = touchstone("run", "-w", workspace, keys=workspace)
    assert result.returncode == 2
    assert "x.yaml:5: columns.raiting" in said(result)
    assert not (workspace / "dagster").exists()


def test_check_names_row_column_rule_and_next_step_and_loads_nothing(workspace: Path) -> None:
    folder = workspace / "landing/survey/response"
    folder.mkdir(parents=True)
    rows = ["response_id,submitted_at,rating,scale_min,scale_max", "r1,2026-01-05,4,1,5", "r2,2026-01-05,11,1,10"]
    (folder / "a.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    result = touchstone("check", folder / "a.csv", "-w", workspace, keys=workspace / "keys")
    assert result.returncode == 3
    assert "1 rows would be loaded, 1 refused" in said(result)
    assert "row 3, column rating: outside scale (11); next:" in said(result)
    assert not (workspace / "raw/manifest.jsonl").exists()


def test_explain_and_status_say_what_to_do_when_nothing_is_published(workspace: Path) -> None:
    assert "touchstone run" in said(touchstone("explain", "x", "-w", workspace, keys=workspace))
    assert "touchstone run" in said(touchstone("status", "-w", workspace, keys=workspace))
    assert "touchstone run" in said(touchstone("findings", "-w", workspace, keys=workspace))


def test_checks_are_listed_with_what_they_need_and_rest_on(tmp_path: Path) -> None:
    from pipelines.integrity.catalogue import DETECTORS

    lines = said(touchstone("checks", "list", keys=tmp_path)).splitlines()
    for detector in DETECTORS:
        first = next(i for i, line in enumerate(lines) if line.startswith(f"{detector.ID}  "))
        assert "least n: " in lines[first + 1] and lines[first + 1].split("least n: ")[1]
        assert lines[first + 2].strip().removeprefix("held against:").strip()
        assert detector.SOURCE in lines[first + 3]


def test_exit_codes_are_in_the_help(tmp_path: Path) -> None:
    text = said(touchstone("--help", keys=tmp_path))
    assert all(word in text for word in ("0 done", "2 wrong use", "4 blocked", "5 another run"))


def test_contracts_say_what_a_file_may_hold(tmp_path: Path) -> None:
    assert "crm.account" in said(touchstone("contracts", keys=tmp_path))
    one = said(touchstone("contracts", "crm/order", keys=tmp_path))
    assert "crm.sales_order" in one and "ordered_at" in one and "order_date" in one
    unknown = touchstone("contracts", "crm.nothing", keys=tmp_path)
    assert unknown.returncode == 2 and "touchstone contracts" in said(unknown)


def test_contracts_are_written_for_other_tools(tmp_path: Path) -> None:
    result = touchstone("contracts", "crm.account", "--odcs", tmp_path / "odcs", keys=tmp_path)
    assert result.returncode == 0
    assert [file.name for file in (tmp_path / "odcs").iterdir()] == ["crm__account.odcs.yaml"]
