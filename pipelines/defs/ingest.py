"""INGEST in Dagster: one asset per canonical table; every word that is shown comes from its contract."""

from collections.abc import Iterator

import dagster as dg

from pipelines import gate, identity, manifest
from pipelines.defs.checks import batch_check, batch_result
from pipelines.feeds import ingest, raw_views
from pipelines.feeds.contract import Contract, load_contracts
from pipelines.warehouse import configuration
from pipelines.workspace import Workspace

CONTRACTS = load_contracts()
BESIDE = {
    ("config", "company"): "the company and this build, as one row",
    ("config", "unit_definition"): "what is judged, as the workspace configures it",
    ("config", "target"): "what is wanted of each KPI, and since when",
    ("config", "perspective_weight"): "how much each perspective weighs",
    ("raw", "batch"): "what came, when, and what became of it: one row per file and table",
}


def raw_key(contract: Contract) -> dg.AssetKey:
    """The key that dbt's source of the same table has."""
    return dg.AssetKey(["raw", contract.name])


def _raw_spec(contract: Contract) -> dg.AssetSpec:
    columns = [
        dg.TableColumn(name, column.duckdb_type, description=column.description)
        for name, column in contract.columns.items()
    ]
    return dg.AssetSpec(
        key=raw_key(contract),
        group_name="ingest",
        owners=[contract.owner],
        description=contract.grain,
        kinds={"parquet"},
        metadata={"dagster/column_schema": dg.TableSchema(columns)},
    )


def _spec_beside(key: tuple[str, str], description: str) -> dg.AssetSpec:
    return dg.AssetSpec(
        key=list(key), group_name="ingest", owners=["team:analytics"], description=description, kinds={"duckdb"}
    )


@dg.multi_asset(
    name="ingest",
    specs=[*map(_raw_spec, CONTRACTS.values()), *(_spec_beside(*said) for said in BESIDE.items())],
    check_specs=[batch_check(raw_key(contract)) for contract in CONTRACTS.values()],
)
def ingest_files(workspace: dg.ResourceParam[Workspace]) -> Iterator[dg.MaterializeResult]:
    """Files become raw Parquet and quarantine; what fails its expectations is held back."""
    ingest.ingest_all(workspace)
    judgements = gate.judge_batches(workspace)
    batches = manifest.read(workspace.manifest_file)
    raw_views.refresh(workspace)
    configuration.refresh(workspace, identity.identify(workspace, batches))
    for contract in CONTRACTS.values():
        totals = manifest.totals(batches, contract.feed, contract.table)
        result = batch_result(raw_key(contract), totals, [j for j in judgements if contract.holds(j.batch)])
        yield dg.MaterializeResult(asset_key=raw_key(contract), metadata=vars(totals), check_results=[result])
    for key in BESIDE:
        yield dg.MaterializeResult(asset_key=list(key))
