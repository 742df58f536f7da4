"""The made-up company keeps its promises: same seed same bytes, known truths, readable files."""

import csv
import datetime as dt
import hashlib
import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from pipelines import settings
from pipelines.demo import DemoTruth, write_demo
from pipelines.demo.archetypes import ARCHETYPES, owners_of_each
from pipelines.demo.company import QUARTERS, day_of, quarter_days, quarter_of
from pipelines.feeds.mapping import load_mappings
from pipelines.workspace import open_workspace

CONTRACTS = settings.REPOSITORY / "pipelines" / "feeds" / "contracts"
MAPPED = ("VBAK_", "损失台账_", "回访表_")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DemoTruth]:
    directory = tmp_path_factory.mktemp("demo")
    return directory, write_demo(directory, rows=30_000, seed=3)


def landing_files(directory: Path) -> Iterator[Path]:
    return (path for path in sorted((directory / "landing").rglob("*")) if path.is_file())


def digest(directory: Path) -> dict[str, str]:
    files = (path for path in sorted(directory.rglob("*")) if path.is_file())
    return {path.relative_to(directory).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def rows_of(path: Path) -> list[dict[str, str]]:
    encoding = "gb18030" if path.name.startswith("回访表_") else "utf-8-sig"
    delimiter = ";" if path.name.startswith("VBAK_") else ","
    with open(path, encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_demo(tmp_path / name, rows=20_000, seed=seed)
    assert digest(tmp_path / "a") == digest(tmp_path / "b")
    assert digest(tmp_path / "a") != digest(tmp_path / "c")


def test_about_as_many_rows_as_asked_for(tmp_path: Path) -> None:
    assert write_demo(tmp_path, rows=100_000).row_count == pytest.approx(100_000, rel=0.15)


def test_the_workspace_opens_and_is_labelled_as_invented(demo: tuple[Path, DemoTruth]) -> None:
    workspace = open_workspace(demo[0])
    assert workspace.config.invented
    assert {target.kpi for target in workspace.targets} == {"F04", "C01", "P02", "G01"}


def test_files_hold_the_rows_that_the_truth_counts(demo: tuple[Path, DemoTruth]) -> None:
    directory, truth = demo
    counted = {
        path.relative_to(directory / "landing").as_posix(): len(rows_of(path)) for path in landing_files(directory)
    }
    assert counted == truth.rows
    assert truth.broken_rows.keys() <= truth.rows.keys()


def test_files_without_a_mapping_speak_the_contracts_words(demo: tuple[Path, DemoTruth]) -> None:
    for path in landing_files(demo[0]):
        if path.name.startswith(MAPPED):
            continue
        feed, table = path.relative_to(demo[0] / "landing").parts[:2]
        contract = yaml.safe_load((CONTRACTS / f"{feed}__{table}.yml").read_text(encoding="utf-8"))
        unknown = set(rows_of(path)[0]) - set(contract["columns"])
        assert not unknown, f"{path.name}: {unknown}"


def test_the_call_back_sheet_is_chinese_gb18030_with_names_that_can_be_looked_up(demo: tuple[Path, DemoTruth]) -> None:
    directory = demo[0]
    sheets = [path for path in landing_files(directory) if path.name.startswith("回访表_")]
    assert len(sheets) == QUARTERS
    with pytest.raises(UnicodeDecodeError):
        sheets[0].read_bytes().decode("utf-8")
    people = [row["full_name"] for row in rows_of(directory / "landing/people/person/persons.csv")]
    accounts = [row["account_name"] for row in rows_of(directory / "landing/crm/account/accounts.csv")]
    assert len(set(people)) == len(people)
    assert len(set(accounts)) == len(accounts)
    for row in rows_of(sheets[0]):
        assert row["回访人"] in people
        assert row["负责销售"] in people
        assert row["客户名称"] in accounts


def test_the_truth_lies_outside_landing_and_tells_honest_from_distorted(demo: tuple[Path, DemoTruth]) -> None:
    directory, truth = demo
    told = json.loads((directory / "truth.json").read_text(encoding="utf-8"))
    assert told["invented"] is True
    assert {owner["archetype"] for owner in told["owners"]} == {kind.name for kind in ARCHETYPES}
    for owner in truth.owners:
        assert owner.may_warn == bool(owner.distorted_quarters)
        if owner.archetype == "relationship":
            assert owner.recorded_share is not None
            assert owner.recorded_share > owner.true_share + 0.2
    assert truth.recorded_share > truth.true_share


def test_every_kind_has_an_owner_and_the_numbers_add_up() -> None:
    for count in (16, 60, 600):
        given = owners_of_each(count)
        assert all(number >= 1 for _, number in given)
        assert sum(number for _, number in given) == count


def test_quarters_tile_the_two_years() -> None:
    edges = [quarter_days(quarter) for quarter in range(QUARTERS)]
    assert all(end == first for (_, end), (first, _) in itertools.pairwise(edges))
    assert day_of(edges[0][0]) == dt.date(2024, 10, 1)
    assert day_of(edges[-1][1] - 1) == dt.date(2026, 9, 30)
    assert [quarter_of(first) for first, _ in edges] == list(range(QUARTERS))


def test_every_file_that_speaks_other_words_has_exactly_one_mapping(demo: tuple[Path, DemoTruth]) -> None:
    directory = demo[0]
    mappings = load_mappings(directory / "feeds")
    assert len(mappings) == 3
    for path in landing_files(directory):
        relative = path.relative_to(directory / "landing").as_posix()
        taken = [mapping.id for mapping in mappings if mapping.takes(relative)]
        assert len(taken) == (1 if path.name.startswith(MAPPED) else 0), relative
