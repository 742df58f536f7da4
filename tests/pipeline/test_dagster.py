"""What a person sees in Dagster: assets, checks, and that publishing waits for every checked asset."""

import subprocess
import sys

import dagster as dg
import pytest

from pipelines import expectations
from pipelines.defs.checks import ASSESSED, NO_UNIT_WARNED, RECORDS_ADD_UP, assessed_results
from pipelines.defs.ingest import BESIDE, CONTRACTS
from pipelines.defs.location import JOB
from pipelines.defs.transform import MANIFEST
from pipelines.integrity import assess
from tests.pipeline.conftest import Built

pytestmark = pytest.mark.xdist_group("demo")
VERBS = {"ingest", "transform", "assess", "score", "publish"}


@pytest.fixture(scope="module")
def defs() -> dg.Definitions:
    from pipelines.definitions import defs

    return defs


def graph_of(defs: dg.Definitions) -> object:
    return defs.resolve_asset_graph()


def test_assets_and_checks_are_complete(defs: dg.Definitions) -> None:
    """Counted, because a decorated object that is hidden by mistake raises no error."""
    graph = graph_of(defs)
    built = [n for n in MANIFEST["nodes"].values() if n["resource_type"] in ("model", "seed")]
    wanted = len(CONTRACTS) + len(BESIDE) + len(built) + len(assess.TABLES) + 2
    assert len(graph.materializable_asset_keys) == wanted
    marts = sum(len(suite.expectations) for suite in expectations.suites("marts"))
    tests = [n for n in MANIFEST["nodes"].values() if n["resource_type"] == "test"]
    assert len(graph.asset_check_keys) == len(CONTRACTS) + marts + len(tests) + len(ASSESSED)


def test_every_asset_belongs_to_one_of_five_verbs_and_has_an_owner_and_a_description(defs: dg.Definitions) -> None:
    for node in graph_of(defs).asset_nodes:
        if node.is_materializable:
            assert node.group_name in VERBS, node.key
            assert node.owners, node.key
            assert node.description, node.key
            assert node.kinds, node.key


def test_publishing_depends_on_every_checked_asset(defs: dg.Definitions) -> None:
    graph = graph_of(defs)
    checked = {key.asset_key for key in graph.asset_check_keys}
    published = graph.get(dg.AssetKey("published_build"))
    assert checked <= set(published.parent_keys)


def test_no_asset_hangs_in_the_air(defs: dg.Definitions) -> None:
    """Lineage runs from raw through dbt and the assessment to the published build."""
    graph = graph_of(defs)
    assert not [node.key for node in graph.asset_nodes if not node.is_materializable]


def test_the_run_is_in_dagsters_history_with_its_checks(demo: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipelines import settings

    settings.point_dagster_at(demo.root / "dagster")
    with dg.DagsterInstance.get() as instance:
        (run,) = instance.get_runs()
        assert run.job_name == JOB
        assert run.status == dg.DagsterRunStatus.SUCCESS
        key = dg.AssetCheckKey(dg.AssetKey("candidate_build"), "fct_verdict__no_unit_is_suspicious")
        (record,) = instance.event_log_storage.get_asset_check_execution_history(key, limit=1)
        assert record.evaluation is not None
        assert not record.evaluation.passed
        assert record.evaluation.severity == dg.AssetCheckSeverity.WARN


def test_a_check_counts_each_unit_definition_and_says_where_to_look_and_stops_nothing() -> None:
    conclusions = {"owner_quarter": {"error": 1, "clear": 40}, "published": {"cannot_tell": 5}}
    units, records = assessed_results("integrity", conclusions, {"mailbox": {"clear": 3}})
    assert (units.check_name, units.passed, units.severity) == (NO_UNIT_WARNED, False, dg.AssetCheckSeverity.WARN)
    assert units.metadata["owner_quarter"].value == "1 error, 40 clear"
    assert units.metadata["published"].value == "5 cannot_tell"
    assert "touchstone findings" in str(units.metadata["evidence"].value)
    assert (records.check_name, records.passed) == (RECORDS_ADD_UP, True)
    (_, wrong) = assessed_results("integrity", {}, {"mailbox": {"suspicious": 2, "clear": 1}})
    assert not wrong.passed and wrong.metadata["unexpected_count"].value == 2


def test_loading_the_definitions_opens_no_workspace(tmp_path: object) -> None:
    code = "from pipelines.definitions import defs; print(len(defs.jobs))"
    environment = {"PATH": "/usr/bin:/bin", "TOUCHSTONE_WORKSPACE": f"{tmp_path}/nowhere", "HOME": str(tmp_path)}
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert result.returncode == 0, result.stderr
