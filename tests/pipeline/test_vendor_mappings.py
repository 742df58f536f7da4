"""Every shipped mapping loads a sample in the exact shape of its vendor's export.

A new mapping is one YAML in `pipelines/feeds/vendors`, one sample and one expectation in `tests/samples/<vendor>`;
this file finds them. The form of an expectation is explained in `vendor_case`.
"""

import datetime as dt
import re
import shutil
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipelines.feeds import ingest
from pipelines.feeds.ingest import IngestReport
from pipelines.feeds.mapping import VENDORS, NamedMapping, load_mappings
from pipelines.feeds.raw_file import shapes
from pipelines.manifest import Batch
from pipelines.vocabulary import BatchStatus
from pipelines.workspace import Workspace, open_workspace
from tests.pipeline import vendor_case
from tests.pipeline.vendor_case import UNKNOWN, Case, as_text

CASES = vendor_case.cases()
pytestmark = pytest.mark.xdist_group("vendor_mappings")  # three workspaces are filled once, for all tests here
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
Row = dict[str, str | None]
Loads = dict[str, list[Batch]]  # path below landing -> its batches


@pytest.fixture(scope="module")
def shipped() -> dict[str, NamedMapping]:
    return {named.id: named for named in load_mappings(VENDORS)}


class Loaded:
    """A workspace into which every case was put in one way, and what became of each."""

    def __init__(self, root: Path, put: Callable[[Case, Path], None]) -> None:
        self.workspace = scratch(root)
        for case in CASES:
            target = self.workspace.landing / case.lands_as
            target.parent.mkdir(parents=True, exist_ok=True)
            put(case, target)
            for name in case.beside:
                shutil.copyfile(case.sample.with_name(name), target.with_name(name))
        self.report: IngestReport = ingest.ingest_all(self.workspace)

    def batch(self, case: Case) -> Batch:
        """The batch by the case's own mapping."""
        said = [
            p for p in [*self.report.refused, *self.report.unmatched, *self.report.waiting] if p.file == case.lands_as
        ]
        found = [b for b in self.report.batches if (b.file, b.mapping) == (case.lands_as, case.mapping)]
        assert len(found) == 1, said or [b for b in self.report.batches if b.file == case.lands_as]
        assert found[0].status is BatchStatus.LOADED, found[0].reason
        return found[0]

    def rows(self, case: Case) -> list[Row]:
        """The rows of a case as they lie in raw, before persons become pseudonyms; what is null is left out."""
        return raw_rows(self.workspace, self.batch(case))


def scratch(root: Path) -> Workspace:
    root.mkdir(parents=True, exist_ok=True)
    (root / "company.yaml").write_text("company: T\ncompany_id: t\ncurrency: EUR\nsettle_seconds: 0\n")
    (root / "landing").mkdir()
    return open_workspace(root)


def raw_rows(workspace: Workspace, batch: Batch) -> list[Row]:
    file = workspace.raw / batch.feed / batch.table / f"{batch.sha256}.parquet"
    with duckdb.connect() as connection:
        constants = shapes(connection, [file])[file].constants
        found = connection.execute(f"select * from read_parquet('{file}') where _rule is null")
        names = [column[0] for column in found.description]
        values = found.fetchall()
    stored = [dict(zip(names, row, strict=True)) for row in values]
    hashes = {name for name in names if name.endswith("_hash") and name.removesuffix("_hash") in names}
    rows = [{**constants, **{n: as_shown(v) for n, v in row.items() if n not in hashes}} for row in stored]
    return [{n: v for n, v in row.items() if v is not None and not n.startswith("_")} for row in rows]


def as_shown(value: object) -> str | None:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, dt.datetime):
        return value.isoformat(" ")
    return as_text(value)


def counted(rows: list[Row]) -> Counter[tuple[tuple[str, str | None], ...]]:
    return Counter(tuple(sorted(row.items())) for row in rows)


@pytest.fixture(scope="module")
def as_written(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return Loaded(
        tmp_path_factory.mktemp("written"), lambda case, target: shutil.copyfile(case.sample, target) and None
    )


@pytest.fixture(scope="module")
def rearranged(tmp_path_factory: pytest.TempPathFactory, shipped: dict[str, NamedMapping]) -> Loaded:
    return Loaded(
        tmp_path_factory.mktemp("rearranged"),
        lambda case, target: vendor_case.write_rearranged(case, shipped[case.mapping], target),
    )


@pytest.fixture(scope="module")
def narrowed(tmp_path_factory: pytest.TempPathFactory, shipped: dict[str, NamedMapping]) -> Loaded:
    def put(case: Case, target: Path) -> None:
        together = [other.optional for other in CASES if other.lands_as == case.lands_as and other.optional]
        without = [optional.column for optional in together]
        vendor_case.write_narrowed(case, shipped[case.mapping], target, without)

    return Loaded(tmp_path_factory.mktemp("narrowed"), put)


def test_every_shipped_mapping_has_a_sample_and_every_sample_a_mapping(shipped: dict[str, NamedMapping]) -> None:
    assert set(shipped) == {case.mapping for case in CASES}


@pytest.mark.parametrize("file", sorted(VENDORS.glob("*.yml")), ids=lambda file: file.stem)
def test_a_mapping_says_what_was_checked_against_a_public_source_and_what_was_not(file: Path) -> None:
    head = "".join(re.findall(r"(?m)\A(?:#.*\n)+", file.read_text(encoding="utf-8")))
    assert "[V]" in head and "Not checked" in head, f"{file.name}: begin with a comment that names both"


def test_every_mapping_shows_that_an_optional_column_may_be_missing() -> None:
    shown = {case.mapping for case in CASES if case.optional}
    assert {case.mapping for case in CASES} == shown


@each_case
def test_only_the_named_mappings_take_an_export(case: Case, as_written: Loaded) -> None:
    took = sorted(batch.mapping for batch in as_written.report.batches if batch.file == case.lands_as)
    assert took == sorted(other.mapping for other in CASES if other.lands_as == case.lands_as)


@each_case
def test_every_row_is_loaded_or_ignored_but_for_those_planted_as_bad(case: Case, as_written: Loaded) -> None:
    batch = as_written.batch(case)
    became = (batch.loaded_count, batch.ignored_count, batch.refused_by_rule)
    assert became == (case.loaded, case.ignored, case.refused) and batch.balances


@each_case
def test_rows_become_what_a_person_wrote_beside_them(
    case: Case, as_written: Loaded, shipped: dict[str, NamedMapping]
) -> None:
    key = case.told_by or shipped[case.mapping].contract.key
    hashed = set(shipped[case.mapping].contract.key) - set(key)
    rows = [{n: v for n, v in row.items() if n not in hashed} for row in as_written.rows(case)]
    found = {tuple(row[column] for column in key): row for row in rows}
    assert case.rows, f"{case.name}: write down at least one row as it must load"
    for expected in case.rows:
        assert found[tuple(expected[column] for column in key)] == {n: v for n, v in expected.items() if v is not None}


@each_case
def test_the_order_of_columns_does_not_matter(case: Case, as_written: Loaded, rearranged: Loaded) -> None:
    assert counted(rearranged.rows(case)) == counted(as_written.rows(case))


@each_case
def test_an_unknown_column_is_named_and_ignored(case: Case, rearranged: Loaded) -> None:
    batch = rearranged.batch(case)
    assert (batch.loaded_count, batch.ignored_count, batch.refused_by_rule) == (case.loaded, case.ignored, case.refused)
    assert any(note.file == case.lands_as and UNKNOWN in str(note) for note in rearranged.report.notes)


@pytest.mark.parametrize("case", [case for case in CASES if case.optional], ids=lambda case: case.name)
def test_a_missing_optional_column_is_coverage_and_no_error(case: Case, as_written: Loaded, narrowed: Loaded) -> None:
    assert case.optional is not None
    before, after = as_written.batch(case), narrowed.batch(case)
    assert (after.loaded_count, after.refused_by_rule) == (before.loaded_count, before.refused_by_rule)
    assert set(case.optional.absent) <= set(after.absent) - set(before.absent)
