"""Do the pipeline's KPIs agree with a slow, obvious path from the catalogue? Files in, counts out, every cell."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines import identity, manifest, settings
from pipelines.feeds import ingest, raw_views
from pipelines.warehouse import configuration
from pipelines.warehouse.connect import database
from pipelines.workspace import Workspace, open_workspace
from tests.pipeline import dbt_fixture
from tests.truth import kpi_oracle, kpi_world
from tests.truth.kpi_oracle import Asked

Counted = dict[tuple[str, str, str, dt.date], tuple[float | None, float | None]]


def _built(world: kpi_world.World, root: Path) -> tuple[Workspace, dt.date]:
    (root / "company.yaml").write_text(kpi_world.CONFIGURATION, encoding="utf-8")
    kpi_world.write(world, root / "landing")
    workspace = open_workspace(root)
    report = ingest.ingest_all(workspace)
    assert not report.refused and not report.unmatched
    raw_views.refresh(workspace)
    who = identity.identify(workspace, manifest.standing(manifest.read(workspace.manifest_file)))
    configuration.refresh(workspace, who)
    settings.point_dbt_at(workspace.warehouse_file, workspace.raw)
    chosen = ("--select", "+agg_kpi_counts", "--exclude-resource-type", "unit_test", "test")
    assert dbt_fixture.problems(dbt_fixture.run_dbt(workspace.warehouse_file, "build", *chosen)) == []
    return workspace, dt.date.fromisoformat(str(who.as_of_on))


def _counted(workspace: Workspace) -> Counted:
    columns = "kpi_id, org_unit_id, period_kind, period_start_on, numerator, denominator"
    with database(workspace.warehouse_file, [workspace.raw]) as connection:
        rows = connection.execute(f"select {columns} from main.agg_kpi_counts").fetchall()
    return {(row[0], row[1], row[2], row[3]): (row[4], row[5]) for row in rows}


def _agrees(kpi: str, ours: float | None, theirs: Decimal | None) -> bool:
    if ours is None or theirs is None:
        return ours is theirs
    if kpi in kpi_oracle.FLOATS:
        return ours == pytest.approx(float(theirs), rel=1e-12, abs=1e-12)
    return Decimal(repr(ours)) == theirs


@pytest.mark.parametrize("seed", [13, 47])
def test_every_cell_is_what_the_catalogue_says(seed: int, tmp_path: Path) -> None:
    world = kpi_world.draw(seed)
    workspace, today = _built(world, tmp_path)
    counted = _counted(workspace)
    differing, told = [], set()
    for (kpi, unit, kind, start), ours in counted.items():
        if kpi in kpi_oracle.KPIS:
            branch = None if unit == "company" else unit.removeprefix("branch:")
            theirs = kpi_oracle.measured(kpi, Asked(world, branch, kind, start, today))
            told |= {kpi} if theirs[0] is not None else set()
            if not (_agrees(kpi, ours[0], theirs[0]) and _agrees(kpi, ours[1], theirs[1])):
                differing.append((kpi, unit, kind, start, ours, theirs))
    assert differing == []
    assert told == set(kpi_oracle.KPIS)
    assert {key[3] for key in counted if key[2] == "month"} >= {kpi_world.FIRST, kpi_world.LAST.replace(day=1)}
