"""TRANSFORM and SCORE in Dagster: the two halves of the dbt project, one step each."""

import json
from collections.abc import Iterator
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, dbt_assets
from dagster_dbt.core.dbt_cli_event import DbtCoreCliEventMessage

from pipelines.warehouse import build
from pipelines.workspace import Workspace

MANIFEST: dict[str, Any] = json.loads(build.prepare().read_text(encoding="utf-8"))
TRANSLATOR = DagsterDbtTranslator()


def _events(context: dg.AssetExecutionContext, workspace: Workspace, half: str) -> Iterator[Any]:
    for event in build.build(workspace, half):
        message = DbtCoreCliEventMessage(event, {})
        if message.is_result_event:
            yield from message.to_default_asset_events(MANIFEST, TRANSLATOR, context=context)


@dbt_assets(manifest=MANIFEST, selector="transform", name="transform", dagster_dbt_translator=TRANSLATOR)
def transform(context: dg.AssetExecutionContext, workspace: dg.ResourceParam[Workspace]) -> Iterator[Any]:
    """Raw rows become dimensions, facts and aggregates."""
    yield from _events(context, workspace, "transform")


@dbt_assets(manifest=MANIFEST, selector="score", name="score", dagster_dbt_translator=TRANSLATOR)
def score(context: dg.AssetExecutionContext, workspace: dg.ResourceParam[Workspace]) -> Iterator[Any]:
    """Facts and assessment become integrity and scorecard marts."""
    yield from _events(context, workspace, "score")
