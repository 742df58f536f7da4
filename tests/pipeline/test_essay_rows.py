"""Is the list of what the essay asks (docs/essay.md) true? Every name exists, and figures follow their feeds.

Belongs here: the list against the project; on a built company, feeds taken away and halved.
Elsewhere: what each figure is (dbt unit tests).
"""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
import yaml

from pipelines.feeds import raw_views
from pipelines.settings import KEYS
from pipelines.warehouse import build
from pipelines.workspace import open_workspace
from tests.pipeline.conftest import Built
from tests.pipeline.dbt_fixture import PROJECT

ROOT = PROJECT.parent
LINE = re.compile(r"^\| (A\d+) \|(.*)\|$")
YEAR = "2025"


@dataclass(frozen=True)
class Figure:
    """A figure of a row of the essay: its query and the raw tables that it cannot do without."""

    rows: str
    query: str
    feeds: tuple[str, ...]


def _kpi(kpi: str) -> str:
    return (
        "select numerator / denominator from agg_kpi_counts where org_unit_id = 'company' and period_kind = 'year' "
        f"and period_id = '{YEAR}' and kpi_id = '{kpi}'"
    )


def _mart(mart: str, figure: str, condition: str = "true") -> str:
    return f"select {figure} from {mart} where period_id = '{YEAR}' and {condition}"


COMPANY = "subject_kind_code = 'company'"
TIMES = ("people__executive_calendar", "crm__visit")
LOSSES = tuple(
    f"quality__{table}"
    for table in ("loss_event", "complaint", "return_shipment", "warranty_claim", "credit_note", "penalty", "recall")
)
FIGURES = [
    Figure("A3 A42", _kpi("G01"), TIMES),
    Figure("A3 A42", _mart("mart_executive_time", "customer_share", COMPANY), TIMES),
    Figure("A43", _kpi("G02"), TIMES),
    Figure("A4", _kpi("P10"), ("crm__need",)),
    Figure("A4 A43", _mart("mart_need", "cycle_days_p90"), ("crm__need", "project__improvement")),
    Figure("A8", _mart("mart_customer_value", "measured_value", f"value_measure_code = 'advantage' and {COMPANY}"),
           ("crm__opportunity",)),
    Figure("A10", _mart("mart_customer_value", "measured_value", f"value_measure_code = 'total_cost' and {COMPANY}"),
           ("project__benefit_claim",)),
    Figure("A11", _mart("mart_customer_value", "measured_value", f"value_measure_code = 'long_term' and {COMPANY}"),
           ("finance__contract_revenue",)),
    Figure("A13 A49", _mart("mart_customer_value", "measured_value", f"value_measure_code = 'users' and {COMPANY}"),
           ("project__customer_outcome",)),
    Figure("A15 A18", _mart("mart_touchpoint", "sum(scored_count)"), ("crm__touchpoint", "crm__touchpoint_event")),
    Figure("A21", _kpi("P12"), ("project__codev_metric",)),
    Figure("A23", _mart("mart_rd_orientation", "customer_weight_share", COMPANY), ("people__incentive",)),
    Figure("A29", "select sum(external_amount) from mart_external_failure_cost", LOSSES),
    Figure("A44", _kpi("P07"), ("quality__complaint",)),
    Figure("A44", _mart("mart_complaint_closure", "confirmed_in_time_count",
                        "org_unit_id = 'company' and period_kind = 'year'"), ("quality__complaint",)),
    Figure("A45", _mart("mart_maturity", "any_value(maturity_index)", "org_unit_id = 'company'"), ()),
    Figure("A46", _mart("mart_triangle", "complete_team_count", COMPANY), ("people__triangle_team",)),
    Figure("A47", _kpi("P01"), ("quality__reject",)),
    Figure("A50", _kpi("P11"), ("crm__promise",)),
    Figure("A51", _mart("mart_triangle", "replied_count", COMPANY), ("crm__touchpoint_event",)),
]  # fmt: skip
# Where a feed only sharpens a figure, its absence leaves the figure standing.
STANDS_WITHOUT = {"A45"}
FEEDS = sorted({feed for figure in FIGURES for feed in figure.feeds})


def listed(language: str = "") -> dict[str, str]:
    """The lines of the list by their row."""
    text = (ROOT / "docs" / f"essay{language}.md").read_text(encoding="utf-8")
    return {found[1]: found[2] for found in map(LINE.match, text.splitlines()) if found}


def test_all_55_rows_are_listed_in_both_languages() -> None:
    rows = [f"A{number}" for number in range(1, 56)]
    assert list(listed()) == list(listed(".zh-CN")) == rows
    for row in rows:
        assert re.findall(r"`(\w+)`", listed()[row])[:1], row
        answers = [set(re.findall(r"`(\w+)`", listed(language)[row])) for language in ("", ".zh-CN")]
        assert answers[0] >= answers[1] - {"G01"}, row


def test_everything_that_a_row_names_exists() -> None:
    models = {file.stem for folder in ("models", "seeds") for file in (PROJECT / folder).rglob("*.*")}
    kpis = {line.split(",")[0] for line in (PROJECT / "seeds" / "kpis.csv").read_text("utf-8").splitlines()[1:]}
    policy = yaml.safe_load((ROOT / "pipelines" / "integrity" / "policy.yml").read_text("utf-8"))
    checks = set(policy.get("detectors", policy))
    for row, line in listed().items():
        answers = line.split("|")[2]
        named = {kind: set(re.findall(rf"{kind} ?`(\w+)`", answers)) for kind in ("KPI", "check")}
        assert named["KPI"] <= kpis, row
        assert named["check"] <= checks, row
        assert set(re.findall(r"`(\w+)`", answers)) - named["KPI"] - named["check"] <= models, row


def figures_of(file: Path) -> list[float | None]:
    """Every figure, in the order of FIGURES; a figure without a row is an error."""
    with duckdb.connect(str(file), read_only=True) as connection:
        found = [connection.execute(figure.query).fetchall() for figure in FIGURES]
    assert all(len(rows) == 1 for rows in found)
    return [rows[0][0] for rows in found]


def _rebuilt(demo: Built, root: Path, condition: str) -> list[float | None]:
    """The figures of a copy whose feeds keep only the rows for which the condition holds."""
    shutil.copytree(demo.root, root, symlinks=True)
    workspace = open_workspace(root)
    raw_views.refresh(workspace)
    with duckdb.connect(str(workspace.warehouse_file)) as connection:
        for feed in FEEDS:
            connection.execute(f"create table raw.kept as select * from raw.{feed} where {condition}")
            connection.execute(f"drop view raw.{feed}")
            connection.execute(f"alter table raw.kept rename to {feed}")
    list(build.build(workspace, "transform"))
    return figures_of(workspace.warehouse_file)


@pytest.fixture(scope="module")
def before(demo: Built) -> list[float | None]:
    """The figures of the company as it is."""
    return figures_of(demo.root / "warehouse.duckdb")


def test_every_figure_is_measured_where_its_feed_arrives(before: list[float | None]) -> None:
    assert [figure.rows for figure, value in zip(FIGURES, before, strict=True) if value is None] == []


def test_without_its_feed_a_figure_is_not_measured(
    demo: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEYS, str(demo.keys))
    without = _rebuilt(demo, tmp_path / "without", "false")
    left = {figure.rows for figure, value in zip(FIGURES, without, strict=True) if value is not None}
    assert left <= STANDS_WITHOUT


def test_with_half_of_its_feed_a_figure_moves(
    demo: Built, tmp_path: Path, before: list[float | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEYS, str(demo.keys))
    half = _rebuilt(demo, tmp_path / "half", "_row_no % 2 = 0")
    same = [f.rows for f, was, now in zip(FIGURES, before, half, strict=True) if was == now]
    assert same == []
