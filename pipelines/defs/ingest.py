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
CONFIGURATION_TABLES = ("company", "unit_definition", "target")


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


def _configuration_spec(table: str) -> dg.AssetSpec:
    return dg.AssetSpec(
        key=["config", table],
        group_name="ingest",
        owners=["team:quality"],
        description=f"the workspace's configuration, as table {table}",
        kinds={"yaml"},
    )


@dg.multi_asset(
    name="ingest",
    specs=[*map(_raw_spec, CONTRACTS.values()), *map(_configuration_spec, CONFIGURATION_TABLES)],
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
    for table in CONFIGURATION_TABLES:
        yield dg.MaterializeResult(asset_key=["config", table])
