"""A world through the real pipeline: its files are ingested, dbt builds the first half, the counts come back.

Belongs here: the order of these steps in one process, and whom the pseudonyms of a world stand for.
Elsewhere: the worlds (worlds_b); the assessment of the counts (pipelines.integrity.assess).
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from benchmarks.integrity.worlds_b import World
from pipelines import gate, identity, manifest
from pipelines.feeds import ingest, raw_views
from pipelines.feeds.ingest import IngestReport
from pipelines.integrity.aggregates import TABLES
from pipelines.integrity.design import DESIGN_TABLES
from pipelines.manifest import Batch
from pipelines.vocabulary import BatchStatus
from pipelines.warehouse import build, configuration
from pipelines.warehouse.connect import database
from pipelines.workspace import Workspace, open_workspace


class LostRowsError(Exception):
    """Rows of a world did not arrive; the text names files and rules."""


@dataclass(frozen=True)
class Passed:
    """What came out: the `agg_*` tables by name, and (person_kind, identifier, pseudonym) to find a world's units."""

    workspace: Workspace
    report: IngestReport
    tables: dict[str, pd.DataFrame]
    pseudonyms: pd.DataFrame

    def truth(self, world: World) -> pd.DataFrame:
        """The world's truth with the pipeline's `unit_id`, missing where the unit has no answers to its survey."""
        counts = self.tables["agg_answer_counts"]
        counts = counts[counts["survey_id"] == world.survey_id]
        people = self.pseudonyms[self.pseudonyms["person_kind"] == "person"].set_index("pseudonym")["identifier"]
        who = counts["owner_id"].map(people).fillna(counts["branch_id"])
        unit = who + "|" + counts["period_id"]
        return world.truth.assign(unit_id=world.truth["unit"].map(dict(zip(unit, counts["unit_id"], strict=True))))


def load(world: World, folder: Path) -> tuple[Workspace, IngestReport]:
    """Write a world as a workspace and ingest it. Raises LostRowsError when one row is refused, held or unmatched."""
    workspace = open_workspace(world.write(folder))
    with _keys_in(folder):
        report = ingest.ingest_all(workspace)
        gate.judge_batches(workspace)
    batches = manifest.latest(manifest.read(workspace.manifest_file))
    lost = [_in_words(batch) for batch in batches if batch.quarantined_count or batch.status is not BatchStatus.LOADED]
    lost += [str(problem) for problem in (*report.refused, *report.unmatched, *report.waiting)]
    if lost:
        raise LostRowsError("\n".join(lost))
    return workspace, report


def through_pipeline(world: World, folder: Path) -> Passed:
    """Everything up to the counts that the assessment reads; `folder` is new or empty.

    Raises LostRowsError for a row that did not arrive, BuildError when a model fails, LostRowsError for a data test.
    """
    workspace, report = load(world, folder)
    with _keys_in(folder):
        raw_views.refresh(workspace)
        batches = manifest.read(workspace.manifest_file)
        configuration.refresh(workspace, identity.identify(workspace, batches))
        failed = [event["data"] for event in build.build(workspace, "transform") if _failed(event)]
    if failed:
        raise LostRowsError(f"data tests fail on the world {world.name}: {failed}")
    with database(workspace.warehouse_file, [workspace.raw], read_only=True) as connection:
        names = {row[1]: f"{row[0]}.{row[1]}" for row in connection.execute(_PLACES).fetchall()}
        wanted = [name for name in (*TABLES, *DESIGN_TABLES) if name in names]
        tables = {name: connection.execute(f"select * from {names[name]}").df() for name in wanted}
        pseudonyms = connection.execute("select * from raw.pseudonym").df()
    return Passed(workspace, report, tables, pseudonyms)


_PLACES = "select table_schema, table_name from information_schema.tables where table_name like 'agg\\_%' escape '\\'"


def _failed(event: build.Event) -> bool:
    return event["data"].get("status") in ("error", "fail")


def _in_words(batch: Batch) -> str:
    return (
        f"{batch.file}: {batch.status}, {batch.quarantined_count} rows refused {batch.refused_by_rule} {batch.reason}"
    )


@contextmanager
def _keys_in(folder: Path) -> Iterator[None]:
    """Keys of an invented company lie in its folder, never among those of the person who measures."""
    before = os.environ.get("TOUCHSTONE_KEYS")
    os.environ["TOUCHSTONE_KEYS"] = str(folder / "keys")
    try:
        yield
    finally:
        if before is None:
            del os.environ["TOUCHSTONE_KEYS"]
        else:
            os.environ["TOUCHSTONE_KEYS"] = before
