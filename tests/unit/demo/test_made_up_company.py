"""The made-up company keeps its promises: same seed same bytes, known truths, files as real systems write them."""

import csv
import hashlib
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import python_calamine

from pipelines.demo import DemoTruth, write_demo
from pipelines.demo.archetypes import KINDS, Deed, owners_of_each
from pipelines.demo.span import QUARTERS
from pipelines.demo.write_feeds import FULL_SIZE, ROWS_PER_OWNER
from pipelines.feeds import ingest
from pipelines.feeds.mapping_choice import Candidate, choose
from pipelines.workspace import open_workspace

Unit = dict[str, str]
LOOKED_UP = ("LIKP", "VBEP", "QMUR", "QMSM")
UNUSED = ("QMFE",)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DemoTruth]:
    directory = tmp_path_factory.mktemp("demo")
    return directory, write_demo(directory, size=100_000, seed=3)


@pytest.fixture(scope="module")
def units(demo: tuple[Path, DemoTruth]) -> list[Unit]:
    with open(demo[0] / "truth.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def landing_files(directory: Path) -> Iterator[tuple[str, Path]]:
    landing = directory / "landing"
    files = (path for path in sorted(landing.rglob("*")) if path.is_file())
    return ((path.relative_to(landing).as_posix(), path) for path in files)


def digest(directory: Path) -> dict[str, str]:
    files = (path for path in sorted(directory.rglob("*")) if path.is_file())
    return {path.relative_to(directory).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def records_of(path: Path) -> int:
    if path.suffix == ".xlsx":
        return len(python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()) - 1
    if path.suffix == ".jsonl":
        return len(path.read_text(encoding="utf-8").splitlines())
    encoding = "gb18030" if path.parts[-3] == "wjx" else "utf-8-sig"
    headers = 3 if "qualtrics" in path.parts else 1
    with open(path, encoding=encoding, newline="") as file:
        return sum(1 for row in csv.reader(file) if row) - headers


def mean(units: list[Unit], column: str) -> float:
    values = [float(unit[column]) for unit in units if unit[column]]
    return sum(values) / len(values)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_demo(tmp_path / name, size=20_000, seed=seed)
    assert digest(tmp_path / "a") == digest(tmp_path / "b")
    assert digest(tmp_path / "a") != digest(tmp_path / "c")


def test_a_hundred_thousand_rows_take_less_than_five_seconds(tmp_path: Path) -> None:
    begun = time.process_time()
    truth = write_demo(tmp_path, size=100_000)
    assert time.process_time() - begun < 5
    assert truth.row_count == pytest.approx(100_000, rel=0.15)


def test_the_workspace_opens_and_is_labelled_as_invented(demo: tuple[Path, DemoTruth]) -> None:
    workspace = open_workspace(demo[0])
    assert workspace.config.invented
    assert {target.kpi for target in workspace.targets} == {"F04", "C01", "P02", "G01", "X02"}


def test_files_hold_the_records_that_the_truth_counts(demo: tuple[Path, DemoTruth]) -> None:
    directory, truth = demo
    assert {name: records_of(path) for name, path in landing_files(directory)} == truth.rows
    assert truth.broken_rows.keys() <= truth.rows.keys()


def test_every_file_is_taken_by_a_mapping_or_looked_up(demo: tuple[Path, DemoTruth]) -> None:
    workspace = open_workspace(demo[0])
    mappings = ingest.load_all(workspace)
    for name, path in landing_files(demo[0]):
        taken = {named.contract.name for named in choose(Candidate(path, name), *mappings)}
        kind = path.name.split("_")[0].split(".")[0]
        if name.startswith("jira/"):
            assert taken == {"project__project", "project__improvement", "crm__need"}
        else:
            assert len(taken) == (0 if kind in (*LOOKED_UP, *UNUSED) else 1), f"{name}: {taken}"


def test_all_tables_of_the_design_have_rows(demo: tuple[Path, DemoTruth]) -> None:
    """All but two: recorded comments stand in the answers, and there are no answers without a questionnaire."""
    workspace = open_workspace(demo[0])
    mappings = ingest.load_all(workspace)
    filled = {
        n.contract.name for name, path in landing_files(demo[0]) for n in choose(Candidate(path, name), *mappings)
    }
    contracts = {path.stem for path in (Path(ingest.__file__).parent / "contracts").glob("*.yml")}
    assert contracts - filled == {"survey__answer", "survey__comment"}


def test_broken_rows_and_no_others_are_refused(demo: tuple[Path, DemoTruth]) -> None:
    directory, truth = demo
    workspace = open_workspace(directory)
    assert len(truth.broken_rows) >= 5
    for name, broken in truth.broken_rows.items():
        (loaded,) = ingest.check_file(directory / "landing" / name, workspace)
        assert isinstance(loaded, ingest.Loaded), loaded
        assert sum(loaded.refused_by_rule.values()) == broken, name


def test_every_kind_has_several_owners_and_small_companies_one() -> None:
    assert min(owners_of_each(FULL_SIZE // ROWS_PER_OWNER)) >= 2
    assert min(owners_of_each(len(KINDS))) >= 1
    assert [sum(owners_of_each(count)) for count in (62, 700)] == [62, 700]


def test_the_truth_is_told_for_every_owner_and_quarter_outside_landing(
    demo: tuple[Path, DemoTruth], units: list[Unit]
) -> None:
    directory, truth = demo
    assert len(units) == truth.units == len({(u["person_id"], u["period"]) for u in units})
    assert Counter(u["person_id"] for u in units).most_common(1)[0][1] == QUARTERS
    assert {u["archetype"] for u in units} == {kind.name for kind in KINDS}
    assert json.loads((directory / "truth.json").read_text(encoding="utf-8"))["invented"] is True
    assert not [name for name, _ in landing_files(directory) if "truth" in name]


def test_in_the_essays_kind_nobody_cheats_and_the_figure_is_far_from_the_truth(units: list[Unit]) -> None:
    essay = [u for u in units if u["archetype"] == "essay"]
    assert {u["is_manipulated"] for u in essay} == {"False"}
    assert {u["mechanism"] for u in essay} == {"kindness"}
    assert mean(essay, "recorded_share") > 0.95
    assert mean(essay, "true_share") < 0.75


def test_honest_quarters_record_what_customers_would_tell_anyone(units: list[Unit]) -> None:
    honest = [u for u in units if u["is_distorted"] == "False"]
    assert {u["altered_count"] for u in honest} == {"0"}
    for kind in (kind.name for kind in KINDS if kind.deed is Deed.NONE):
        quarters = [u for u in honest if u["archetype"] == kind and u["recorded_share"]]
        weights = [int(u["recorded_count"]) for u in quarters]
        gap = sum(
            (float(u["recorded_share"]) - float(u["true_share"])) * w for u, w in zip(quarters, weights, strict=True)
        )
        assert abs(gap / sum(weights)) < 0.04 + 1.5 / sum(weights) ** 0.5, kind


@pytest.mark.parametrize("deed", [d for d in Deed if d not in (Deed.NONE, Deed.SELECTION, Deed.TAMPERING)])
def test_a_deed_changes_answers_and_lifts_the_figure(units: list[Unit], deed: Deed) -> None:
    """Selection and tampering change who is heard, not what is written down of the telephone."""
    done = [u for u in units if u["mechanism"] == deed]
    assert len(done) > 10
    assert sum(int(u["altered_count"]) for u in done) > 0
    assert mean(done, "recorded_share") > mean(done, "true_share") + 0.05


def test_names_on_call_sheets_are_those_of_one_employee_each(demo: tuple[Path, DemoTruth]) -> None:
    with open(demo[0] / "landing/people/person/persons.csv", encoding="utf-8", newline="") as file:
        people = Counter(row["full_name"] for row in csv.DictReader(file))
    assert set(people.values()) == {1}
    sheet = demo[0] / "landing/callback/2026-09/电话回访表_2026-09.xlsx"
    header, *lines = python_calamine.CalamineWorkbook.from_path(sheet).get_sheet_by_index(0).to_python()
    for column in ("回访人", "负责销售"):
        assert {line[header.index(column)] for line in lines} <= set(people)


def test_the_scanned_form_is_gb18030(demo: tuple[Path, DemoTruth]) -> None:
    with pytest.raises(UnicodeDecodeError):
        (demo[0] / "landing/wjx/2026/扫码满意度_2026.csv").read_bytes().decode("utf-8")
