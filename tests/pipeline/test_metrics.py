"""Does the metric layer say what the marts say? Its SQL is run here without MetricFlow, and with it where it is."""

import csv
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pipelines import settings
from tests.pipeline.conftest import Built
from tests.pipeline.dbt_fixture import parsed_project

NAMED = re.compile(r"\{\{ *Dimension\('(\w+?)__(\w+)'\) *\}\}")
Node = dict[str, Any]


@pytest.fixture(scope="module")
def manifest() -> Node:
    return json.loads(json.dumps(parsed_project().to_dict(), default=str))


@pytest.fixture(scope="module")
def models(manifest: Node) -> dict[str, Node]:
    return {model["name"]: model for model in manifest["semantic_models"].values()}


@pytest.fixture(scope="module")
def metrics(manifest: Node) -> dict[str, Node]:
    return {metric["name"]: metric for metric in manifest["metrics"].values()}


def _mart(model: Node) -> str:
    return str(model["depends_on"]["nodes"][0].split(".")[-1])


def _expression(part: Node) -> str:
    return str(part["expr"] or part["name"])


def _home(models: dict[str, Node], measure: str) -> tuple[Node, Node]:
    """The semantic model of a measure, and the measure itself."""
    return next((m, part) for m in models.values() for part in m["measures"] if part["name"] == measure)


def _filter(metric: Node, model: Node) -> list[str]:
    names = {dimension["name"]: _expression(dimension) for dimension in model["dimensions"]}
    texts = [part["where_sql_template"] for part in (metric["filter"] or {}).get("where_filters", [])]
    return [f"({NAMED.sub(lambda found: names[found[2]], text)})" for text in texts]


def _by_year(metric: Node, metrics: dict[str, Node], models: dict[str, Node]) -> str:
    """A ratio of two simple metrics of one mart as plain SQL, year by year."""
    parts = [metrics[metric["type_params"][part]["name"]] for part in ("numerator", "denominator")]
    homes = [_home(models, part["type_params"]["measure"]["name"]) for part in parts]
    model = homes[0][0]
    assert model is homes[1][0], metric["name"]
    time = next(_expression(d) for d in model["dimensions"] if d["name"] == model["defaults"]["agg_time_dimension"])
    wanted = [text for one in (metric, *parts) for text in _filter(one, model)] or ["true"]
    top, bottom = (f"sum({_expression(measure)})" for _, measure in homes)
    return (
        f"select cast(year({time}) as varchar), cast({top} as double) / nullif(cast({bottom} as double), 0) "
        f"from {_mart(model)} where {' and '.join(wanted)} group by all order by all"
    )


def test_metrics_are_made_of_what_is_published(manifest: Node, models: dict[str, Node]) -> None:
    published = {n["name"] for n in manifest["nodes"].values() if n["config"].get("meta", {}).get("published")}
    assert {_mart(model) for model in models.values()} <= published


def test_every_expression_can_be_run_on_its_mart(demo: Built, models: dict[str, Node]) -> None:
    for model in models.values():
        parts = [*model["dimensions"], *model["measures"], *model["entities"]]
        demo.query(f"select {', '.join(_expression(part) for part in parts)} from {_mart(model)} limit 0")


def test_nothing_is_averaged_and_what_does_not_add_up_is_not_added(models: dict[str, Node]) -> None:
    for measure in (part for model in models.values() for part in model["measures"]):
        assert measure["agg"] == "sum" or (measure["agg"] == "max" and measure["non_additive_dimension"]), measure


def test_the_key_of_a_dimension_joins_its_facts(demo: Built, models: dict[str, Node]) -> None:
    entities = [(model, entity) for model in models.values() for entity in model["entities"]]
    primary = {entity["name"]: (_mart(m), _expression(entity)) for m, entity in entities if entity["type"] == "primary"}
    foreign = [(model, entity) for model, entity in entities if entity["type"] == "foreign"]
    assert len(foreign) >= 8
    for model, entity in foreign:
        mart, key = primary[entity["name"]]
        join = f"{_mart(model)} as rows join {mart} as found on rows.{_expression(entity)} = found.{key}"
        assert demo.query(f"select count(*) from {join}") != [(0,)], f"{model['name']}.{entity['name']}"


def test_a_named_kpi_is_that_of_the_year(demo: Built, models: dict[str, Node], metrics: dict[str, Node]) -> None:
    """A KPI whose months do not add up to its year must not be offered as a sum of months."""
    ratios = [metric for metric in metrics.values() if metric["type"] == "ratio"]
    named = [metric for metric in ratios if "kpi_id" in metric["config"]["meta"]]
    assert len(named) >= 9
    catalogue = {row["kpi_id"]: row for row in _catalogue()}
    for metric in named:
        kpi = metric["config"]["meta"]["kpi_id"]
        # months with few answers are withheld, and would be missing in the sum
        assert ("'month'" in metric["filter"]["where_filters"][0]["where_sql_template"]) == (
            catalogue[kpi]["is_opinion"] == "false"
        )
        years = _figures(
            demo,
            f"select period_id, value / {catalogue[kpi]['value_factor']} from fct_kpi_value "
            f"where kpi_id = '{kpi}' and org_unit_id = 'company' and period_kind = 'year'",
        )
        found = _figures(demo, _by_year(metric, metrics, models))
        assert {year: found[year] for year in years} == pytest.approx(years), kpi


@pytest.mark.parametrize(
    ("metric", "marts"),
    [
        ("executive_time_share", "select period_id, customer_share from mart_executive_time "
         "where period_kind = 'year' and subject_kind_code = 'company'"),
        ("customer_failure_cost_ratio", "select period_id, external_failure_cost_share from mart_headline"),
        ("closed_complaint_share", "select period_id, closed_count / registered_count from mart_complaint_closure "
         "where period_kind = 'year' and org_unit_id = 'company'"),
    ],
)  # fmt: skip
def test_a_metric_by_year_is_that_of_the_yearly_mart(
    demo: Built, models: dict[str, Node], metrics: dict[str, Node], metric: str, marts: str
) -> None:
    expected = _figures(demo, marts)
    assert len(expected) == 5
    assert _figures(demo, _by_year(metrics[metric], metrics, models)) == pytest.approx(expected)


def test_the_score_of_a_perspective_is_that_of_its_mart(demo: Built, models: dict[str, Node]) -> None:
    top, bottom = (_expression(_home(models, name)[1]) for name in ("weighted_score_sum", "scored_weight_sum"))
    key = "perspective_code, org_unit_id, period_kind, period_id"
    scores = f"select {key}, sum({top}) / sum({bottom}) as score from mart_scorecard group by all"
    differ = (
        "select count(*) > 100, count(*) filter (where abs(marts.score - found.score) > 1e-9) "
        f"from mart_perspective as marts join ({scores}) as found using ({key}) where marts.score is not null"
    )
    assert demo.query(differ) == [(True, 0)]


def test_metricflow_answers_from_the_published_file(demo: Built, tmp_path: Path) -> None:
    mf = shutil.which("mf")
    if mf is None:
        pytest.skip("MetricFlow is no part of the project; docs/bi.md says how to install it beside it")
    project = tmp_path / "dbt_project"
    shutil.copytree(settings.DBT_PROJECT, project, ignore=shutil.ignore_patterns("target", "logs"))
    environment = {
        **os.environ, "DBT_PROFILES_DIR": str(project), "TOUCHSTONE_READ_ONLY": "True",
        "TOUCHSTONE_WAREHOUSE_FILE": str((demo.root / "published/current/touchstone.duckdb").resolve()),
    }  # fmt: skip
    asked = "external_failure_cost_share,adjusted_satisfaction,executive_time_share"
    query = [mf, "query", "--metrics", asked, "--group-by", "metric_time__year", "--csv", str(tmp_path / "answer.csv")]
    for command in ([str(Path(mf).parent / "dbt"), "parse"], query):
        subprocess.run(command, cwd=project, env=environment, check=True, capture_output=True)
    with (tmp_path / "answer.csv").open(encoding="utf-8") as lines:
        found = {row["metric_time__year"][:4]: row for row in csv.DictReader(lines)}
    told = {
        "external_failure_cost_share": "select period_id, external_failure_cost_share from mart_headline",
        "adjusted_satisfaction": "select period_id, adjusted_share from mart_headline",
        "executive_time_share": "select period_id, customer_share from mart_executive_time "
        "where period_kind = 'year' and subject_kind_code = 'company'",
    }
    for metric, marts in told.items():
        expected = _figures(demo, marts)
        assert {year: float(found[year][metric]) for year in expected} == pytest.approx(expected), metric


def _figures(demo: Built, sql: str) -> dict[str, Any]:
    """Rows of a period and a figure; what has no figure is left out."""
    return {str(period): figure for period, figure in demo.query(sql) if figure is not None}


def _catalogue() -> list[dict[str, str]]:
    with (settings.DBT_PROJECT / "seeds" / "kpis.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))
