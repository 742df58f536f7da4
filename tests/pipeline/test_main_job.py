"""The main job, end to end, as a person runs it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pipeline.command import TOUCHSTONE, said, touchstone
from tests.pipeline.conftest import DEMO_SIZE, Built

pytestmark = pytest.mark.xdist_group("demo")


def digests(root: Path) -> dict[str, str]:
    """Digest of every published mart that does not name its build."""
    tables = json.loads((root / "published/current/build.json").read_text())["tables"]
    named = {name for name in tables if name.startswith("meta_")} | {"fct_kpi_as_reported"}
    return {name: table["sha256"] for name, table in tables.items() if name not in named}


def test_a_run_ends_with_what_was_built_and_what_to_open_next(demo: Built) -> None:
    assert demo.code in (0, 3), demo.output
    assert "Units concluded" in demo.output
    assert "report.html" in demo.output
    assert (demo.root / "published/current/report.html").stat().st_size < 2_000_000


def test_every_row_of_every_file_is_accounted_for(demo: Built) -> None:
    rows = demo.query("select row_count, loaded_count, quarantined_count, ignored_count from meta_batch")
    assert rows
    assert all(total == loaded + refused + ignored for total, loaded, refused, ignored in rows)


def test_what_is_refused_is_what_the_demo_broke(demo: Built, truth: Callable[[], dict[str, object]]) -> None:
    refused = demo.query("select file, quarantined_count from meta_batch where quarantined_count > 0")
    assert dict(refused) == truth()["broken_rows"]


def test_every_unit_has_one_finding_per_detector_and_one_conclusion(demo: Built) -> None:
    units = demo.query("select count(*), count(distinct unit_id) from fct_verdict")[0]
    findings = demo.query("select count(*), count(distinct (unit_id, detector_id)) from fct_finding")[0]
    of_units, of_subjects = (
        demo.query(f"select count(*) from dim_detector where subject_kind {sign} 'unit'")[0][0] for sign in ("=", "<>")
    )
    subjects = demo.query("select unit_kind, count(*) from dim_unit anti join fct_verdict using (unit_id) group by all")
    assert units[0] == units[1] > 0
    assert len(subjects) == of_subjects
    assert findings[0] == findings[1] == units[0] * of_units + sum(count for _, count in subjects)


def test_running_again_says_that_nothing_is_new_and_loads_nothing_heavy(demo: Built) -> None:
    runs_before = len(list((demo.root / "dagster/history").rglob("*.db")))
    code = (
        "import sys; from pipelines.cli import main\n"
        "sys.argv = ['touchstone', 'run', '-w', sys.argv[1]]\n"
        "try: main()\nexcept SystemExit as end: print('code', end.code)\n"
        "print('heavy', sorted({'great_expectations', 'dbt', 'dagster', 'pandas'} & set(sys.modules)))"
    )
    environment = {**os.environ, "TOUCHSTONE_KEYS": str(demo.keys)}
    result = subprocess.run(
        [sys.executable, "-c", code, str(demo.root)], capture_output=True, text=True, env=environment
    )
    assert "Nothing new" in result.stdout, result.stdout + result.stderr
    assert "heavy []" in result.stdout
    assert len(list((demo.root / "dagster/history").rglob("*.db"))) == runs_before


def test_building_again_from_the_same_files_gives_the_same_marts(copy_of_demo: Built) -> None:
    before = digests(copy_of_demo.root)
    said(touchstone("run", "--force", "-w", copy_of_demo.root, keys=copy_of_demo.keys))
    assert digests(copy_of_demo.root) == before


def test_a_second_run_while_one_is_running_is_refused_and_says_so(copy_of_demo: Built) -> None:
    from filelock import FileLock

    with FileLock(copy_of_demo.root / "run.lock"):
        result = touchstone("run", "-w", copy_of_demo.root, keys=copy_of_demo.keys)
    assert result.returncode == 5
    assert "another run is at work" in said(result)


@pytest.mark.parametrize("seconds", [1.5, 4.0, 7.0])
def test_a_killed_run_is_completed_by_the_next(demo: Built, tmp_path: Path, seconds: float) -> None:
    root = tmp_path / "w"
    touchstone("demo", root, "--size", DEMO_SIZE, keys=demo.keys)
    environment = {**os.environ, "TOUCHSTONE_KEYS": str(demo.keys)}
    process = subprocess.Popen(
        [*TOUCHSTONE, "run", "-w", str(root)], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()
    result = touchstone("run", "-w", root, keys=demo.keys)
    assert result.returncode in (0, 3), said(result)
    assert digests(root) == digests(demo.root)
    assert not list((root / "published/builds").glob("*.part"))


def test_two_workspaces_in_turn_do_not_meet(demo: Built, tmp_path: Path) -> None:
    essay = tmp_path / "essay"
    touchstone("init", essay, "--example", "essay", keys=demo.keys)
    said(touchstone("run", "-w", essay, keys=demo.keys))
    other = Built(essay, demo.keys, "", 0)
    company = demo.query("select company from meta_build")[0][0]
    assert other.query("select company from meta_build")[0][0] != company
    assert other.query("select count(*) from fct_response", work=True) == [(0,)]
    assert company not in (essay / "published/current/report.html").read_text(encoding="utf-8")
    result = touchstone("run", "-w", demo.root, keys=demo.keys)
    assert "Nothing new" in said(result)


def test_a_suspicious_unit_is_not_a_failure(demo: Built) -> None:
    concluded = dict(demo.query("select conclusion_code, count(*) from fct_verdict group by all"))
    assert concluded.get("warn", 0) + concluded.get("error", 0) > 0, concluded
    assert "Nothing was published" not in demo.output


def test_a_structural_failure_stops_the_publication(copy_of_demo: Built) -> None:
    """Weights that do not sum to 100 are a fault of structure: nobody may read a scorecard built on them."""
    before = (copy_of_demo.root / "published/current").resolve()
    for file in (copy_of_demo.root / "targets").glob("*.yaml"):
        file.write_text(file.read_text(encoding="utf-8").replace("weight: 100", "weight: 90"), encoding="utf-8")
    result = touchstone("run", "-w", copy_of_demo.root, keys=copy_of_demo.keys)
    assert result.returncode == 4, said(result)
    assert "Nothing was published" in said(result)
    assert "weights" in said(result)
    assert (copy_of_demo.root / "published/current").resolve() == before


def test_a_bad_feed_holds_back_its_batch_and_not_the_others(copy_of_demo: Built) -> None:
    folder = copy_of_demo.root / "landing/finance/invoice"
    folder.mkdir(parents=True)
    bad = "\n".join(["invoice_id,invoiced_on,net_amount,currency_code", *(f"x{n},someday,1,CNY" for n in range(50))])
    (folder / "bad.csv").write_text(bad + "\n", encoding="utf-8")
    good = "loss_id,event_on,loss_amount,currency_code,loss_category\nnew-1,2026-09-01,5,CNY,external\n"
    (copy_of_demo.root / "landing/quality/loss_event/good.csv").write_text(good, encoding="utf-8")
    result = touchstone("run", "-w", copy_of_demo.root, keys=copy_of_demo.keys)
    assert result.returncode == 3, said(result)
    assert "few_rows_are_refused" in said(result)
    assert copy_of_demo.query("select count(*) from fct_loss where loss_id = 'new-1'") == [(1,)]


def test_the_essays_company_comes_out_as_promised(demo: Built, tmp_path: Path) -> None:
    essay = tmp_path / "essay"
    touchstone("init", essay, "--example", "essay", keys=demo.keys)
    result = touchstone("run", "-w", essay, keys=demo.keys)
    assert result.returncode == 0, said(result)
    built = Built(essay, demo.keys, "", 0)
    rows = built.query("select reported_share, satisfaction_status_code, implementation_code from mart_headline")
    assert len(rows) >= 5
    assert {(float(share), *codes) for share, *codes in rows if share is not None} == {
        (1.0, "not_scorable", "not_demonstrated")
    }
    assert built.query("select distinct conclusion_code from fct_verdict") == [("cannot_tell",)]
    assert built.query("select min(external_failure_cost_amount) > 0 from mart_headline where reported_share = 1") == [
        (True,)
    ]


def test_findings_are_filtered_and_written_without_formulas(demo: Built, tmp_path: Path) -> None:
    wanted = demo.query("select count(*) from fct_finding where detector_id = 'C1' and finding_code = 'suspicious'")
    target = tmp_path / "findings.csv"
    text = said(touchstone("findings", "--detector", "C1", "--csv", target, "-w", demo.root, keys=demo.keys))
    lines = target.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == wanted[0][0] + 1
    assert "findings written" in text
    assert all(not cell.startswith(("=", "+", "@")) for line in lines for cell in line.split(","))
    again = touchstone("findings", "--csv", target, "-w", demo.root, keys=demo.keys)
    assert again.returncode == 2 and "exists" in said(again)


def test_a_subject_of_its_own_is_explained_in_three_sentences(demo: Built) -> None:
    text = said(touchstone("explain", "record:ledger", "-w", demo.root, keys=demo.keys))
    assert "Seen: " in text and "How unlikely: " in text and "Innocent if " in text and "可能性" in text


def test_explain_says_why_in_the_terminal(demo: Built) -> None:
    unit = demo.query("select unit_id from fct_verdict order by suspicion_score desc, 1 limit 1")[0][0]
    text = said(touchstone("explain", unit, "-w", demo.root, keys=demo.keys))
    assert all(word in text for word in ("U1", "U2", "C1", "P1", "never an accusation"))


def test_status_answers_from_the_manifest(demo: Built) -> None:
    text = said(touchstone("status", "-w", demo.root, keys=demo.keys))
    assert "survey.response" in text
    assert "Published: build" in text


def test_status_names_the_tables_of_which_nothing_is_loaded(demo: Built) -> None:
    text = said(touchstone("status", "-w", demo.root, keys=demo.keys))
    absent = demo.query("select feed || '.' || table_name from meta_feed where not is_present and not is_optional")
    named = text.partition("Not loaded")[2]
    assert absent and all(str(table) in named for (table,) in absent)
