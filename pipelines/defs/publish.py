"""PUBLISH in Dagster: a candidate is judged, then becomes the build that readers see."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import dagster as dg

from pipelines import gate, report
from pipelines.defs.checks import candidate_checks, candidate_result
from pipelines.publish import export, swap
from pipelines.warehouse import build, configuration
from pipelines.workspace import Workspace

CANDIDATE, PUBLISHED = "candidate_build", "published_build"


def candidate_asset(upstream: Iterable[dg.AssetKey]) -> dg.AssetsDefinition:
    """Every published mart, copied out and judged before anyone sees it."""

    @dg.multi_asset(
        name=CANDIDATE,
        specs=[
            dg.AssetSpec(
                CANDIDATE,
                deps=list(upstream),
                group_name="publish",
                owners=["team:analytics"],
                description="every published mart in one DuckDB file and as Parquet, judged before anyone sees it",
                kinds={"duckdb", "parquet"},
            )
        ],
        check_specs=candidate_checks(CANDIDATE),
    )
    def candidate(workspace: dg.ResourceParam[Workspace]) -> Iterator[Any]:
        swap.remove_unfinished(workspace)
        identity = configuration.read(workspace)
        folder = export.export(workspace, identity, build.published_models())
        report.write_page(folder)
        checks = [candidate_result(result) for result in gate.judge_candidate(folder)]
        yield dg.MaterializeResult(asset_key=CANDIDATE, metadata={"build": identity.build_id}, check_results=checks)

    return candidate


def published_asset(upstream: Iterable[dg.AssetKey]) -> dg.AssetsDefinition:
    """One complete build, visible by one rename; it depends on every checked asset, so that a failed check stops it."""

    @dg.asset(
        key=PUBLISHED,
        deps=[CANDIDATE, *upstream],
        group_name="publish",
        owners=["team:analytics"],
        description="the build that BI, the auditor and the executive see",
        kinds={"duckdb", "parquet", "html"},
    )
    def published(workspace: dg.ResourceParam[Workspace]) -> dg.MaterializeResult:
        folder = swap.swap(workspace, configuration.read(workspace).build_id)
        swap.prune(workspace, dt.datetime.now(dt.UTC))
        return dg.MaterializeResult(metadata={"page": dg.MetadataValue.path(str(folder / export.PAGE))})

    return published
