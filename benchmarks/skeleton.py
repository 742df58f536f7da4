"""The bare skeleton: what Dagster, dbt and Great Expectations cost a small company, whatever is built around them.

Belongs here: one process that imports the three, builds the same dbt project inside a Dagster job with the same dbt
assets and checks, judges the same suites over the same frames, copies the published marts out, swaps a symbolic link.
Elsewhere: everything else that a run does (pipelines), which is what the ratio shows: reading and checking files,
statistics, the page, provenance, locks. Nothing of the package is imported.

    python -m benchmarks.skeleton DIRECTORY        (written by benchmarks.prepare)
"""

import json
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent
PROJECT, TARGET = REPOSITORY / "dbt_project", REPOSITORY / "dbt_project" / "target"
HERE = Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
WORK, OUT = HERE / "work.duckdb", HERE / "published"
os.environ.update(
    DAGSTER_HOME=str(REPOSITORY),
    TOUCHSTONE_DAGSTER=str(HERE / "dagster"),
    TOUCHSTONE_WAREHOUSE_FILE=str(WORK),
    DO_NOT_TRACK="1",
    GX_ANALYTICS_ENABLED="false",
)
logging.getLogger("great_expectations").setLevel(logging.ERROR)

import dagster as dg  # noqa: E402
import duckdb  # noqa: E402
import great_expectations as gx  # noqa: E402
import great_expectations.expectations as gxe  # noqa: E402
import pandas as pd  # noqa: E402
import yaml  # noqa: E402
from dagster_dbt import DagsterDbtTranslator, dbt_assets  # noqa: E402
from dagster_dbt.core.dbt_cli_event import DbtCoreCliEventMessage  # noqa: E402
from dbt.adapters.duckdb.connections import DuckDBConnectionManager  # noqa: E402
from dbt.cli.main import dbtRunner  # noqa: E402
from dbt.contracts.graph.manifest import Manifest  # noqa: E402
from google.protobuf.json_format import MessageToDict  # noqa: E402
from great_expectations.data_context.types.base import ProgressBarsConfig  # noqa: E402

MANIFEST = json.loads((TARGET / "manifest.json").read_text(encoding="utf-8"))
PARSED = Manifest.from_msgpack((TARGET / "partial_parse.msgpack").read_bytes())
PARSED.build_flat_graph()
TRANSLATOR = DagsterDbtTranslator()
BATCH_FRAMES = {f"sources/{file.stem}": file for file in sorted((HERE / "frames").glob("*.parquet"))}
SUITES = {
    name: yaml.safe_load(file.read_text(encoding="utf-8"))
    for file in sorted((REPOSITORY / "expectations").glob("*/*.yml"))
    if (name := f"{file.parent.name}/{file.stem}") in BATCH_FRAMES or file.parent.name == "marts"
}


class ExpectSatisfactionNotSuspiciouslyUniform(gxe.ExpectColumnValuesToNotBeInSet):
    """The suites name it."""

    column: str = "finding_code"
    value_set: list[str] = ["suspicious"]  # noqa: RUF012 (a field of a pydantic model)


def build(selector: str, context: dg.AssetExecutionContext) -> Iterator[Any]:
    """One half of the dbt project, its events as Dagster's."""
    messages: list[Any] = []
    places = ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT), "--target-path", str(HERE / "dbt")]
    quiet = ["--log-level", "none", "--log-level-file", "none", "--exclude-resource-type", "unit_test"]
    result = dbtRunner(manifest=PARSED, callbacks=[messages.append]).invoke(
        ["build", "--selector", selector, *places, *quiet]
    )
    DuckDBConnectionManager.close_all_connections()
    if not result.success:
        raise RuntimeError(f"dbt did not build {selector}: {result.exception}")
    for message in messages:
        if message.info.name in ("LogModelResult", "LogSeedResult", "LogTestResult"):
            event = DbtCoreCliEventMessage(MessageToDict(message, preserving_proto_field_name=True), {})
            yield from event.to_default_asset_events(MANIFEST, TRANSLATOR, context=context)


@dbt_assets(manifest=MANIFEST, selector="transform", name="transform", dagster_dbt_translator=TRANSLATOR)
def transform(context: dg.AssetExecutionContext) -> Iterator[Any]:
    """The first half."""
    yield from build("transform", context)


@dbt_assets(manifest=MANIFEST, selector="score", name="score", dagster_dbt_translator=TRANSLATOR)
def score(context: dg.AssetExecutionContext) -> Iterator[Any]:
    """The second half."""
    yield from build("score", context)


def judge(frames: dict[str, pd.DataFrame]) -> Iterator[dg.AssetCheckResult]:
    """Every suite over its frame."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    source = context.data_sources.add_pandas("frames")
    for name, frame in frames.items():
        whole = source.add_dataframe_asset(name).add_batch_definition_whole_dataframe("whole")
        said = [{"type": e["type"], "kwargs": e["kwargs"]} for e in SUITES[name]["expectations"]]
        suite = gx.ExpectationSuite(name, expectations=said)
        results = whole.get_batch({"dataframe": frame}).validate(suite).results
        for place, result in enumerate(results):
            yield dg.AssetCheckResult(
                asset_key="published", check_name=check(name, place), passed=bool(result.success),
                severity=dg.AssetCheckSeverity.WARN,
            )  # fmt: skip


def check(suite: str, place: int) -> str:
    """The name of one expectation's check."""
    return f"{suite.replace('/', '_')}_{place}"


def copy_out() -> Path:
    """The published marts as one DuckDB file and as Parquet."""
    folder = OUT / str(os.getpid())
    folder.mkdir(parents=True)
    models = [n["name"] for n in MANIFEST["nodes"].values() if n["config"].get("meta", {}).get("published")]
    with duckdb.connect(str(WORK)) as connection:
        connection.execute(f"attach '{folder}/marts.duckdb' as out (storage_version 'v1.0.0')")
        for model in models:
            connection.execute(f"create table out.{model} as select * from main.{model} order by all")
            connection.execute(f"copy out.{model} to '{folder}/{model}.parquet' (format parquet, compression zstd)")
    return folder


SPECS = [
    dg.AssetCheckSpec(check(n, i), asset="published") for n, s in SUITES.items() for i in range(len(s["expectations"]))
]


@dg.asset(deps=[*transform.keys, *score.keys], check_specs=SPECS)
def published() -> Iterator[Any]:
    """The copy, judged, then named by a symbolic link."""
    folder = copy_out()
    frames = {name: pd.read_parquet(file) for name, file in BATCH_FRAMES.items()}
    with duckdb.connect(str(folder / "marts.duckdb"), read_only=True) as connection:
        for name in SUITES:
            if name.startswith("marts/"):
                frames[name] = connection.execute(SUITES[name]["meta"]["query"]).df()
    checks = list(judge(frames))
    pointer = OUT / "current.part"
    pointer.symlink_to(folder.name)
    pointer.rename(OUT / "current")
    yield dg.MaterializeResult(check_results=checks)


def main() -> None:
    """One run."""
    everything = dg.Definitions(
        assets=[transform, score, published],
        jobs=[dg.define_asset_job("everything", executor_def=dg.in_process_executor)],
    )
    (HERE / "dagster").mkdir(exist_ok=True)
    with dg.DagsterInstance.get() as instance:
        quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
        result = everything.resolve_job_def("everything").execute_in_process(instance=instance, run_config=quiet)
    print(f"{len(result.get_asset_materialization_events())} materialisations")
    sys.exit(not result.success)


if __name__ == "__main__":
    main()
