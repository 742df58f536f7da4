"""ASSESS in Dagster: aggregates in, findings, conclusions and intervals out."""

from collections.abc import Iterator

import dagster as dg

from pipelines.defs.checks import assessed_checks, assessed_results
from pipelines.integrity import aggregates, assess, design, policy, summary
from pipelines.warehouse import exchange
from pipelines.workspace import Workspace

SCHEMA = "integrity"


def integrity_spec(table: str, description: str) -> dg.AssetSpec:
    """One table of schema `integrity`; dbt's source of the same name has the same key."""
    return dg.AssetSpec(
        key=[SCHEMA, table],
        deps=[dg.AssetKey(name) for name in (*aggregates.TABLES, *design.DESIGN_TABLES)],
        group_name="assess",
        owners=["team:quality"],
        description=description,
        kinds={"python"},
    )


@dg.multi_asset(
    name="assess",
    specs=[integrity_spec(*table) for table in assess.TABLES.items()],
    check_specs=assessed_checks(SCHEMA),
)
def assess_units(workspace: dg.ResourceParam[Workspace]) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """Could an honest unit look like this? How sure is this figure?"""
    tables = exchange.read_tables(workspace.warehouse_file, tuple(aggregates.TABLES))
    designs = design.typed(exchange.read_encoded(workspace.warehouse_file, design.DESIGN_TABLES))
    assessment = assess.assess(aggregates.typed(tables), policy.load(), workspace.references, designs)
    written = exchange.write_schema(workspace.warehouse_file, SCHEMA, assessment.frames)
    for table, rows in written.items():
        yield dg.MaterializeResult(asset_key=[SCHEMA, table], metadata={"dagster/row_count": rows})
    found = summary.conclusions(assessment.verdict), summary.records(assessment.finding, assessment.verdict)
    yield from assessed_results(SCHEMA, *found)
