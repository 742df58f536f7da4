"""What was not measured, and what would have to be handed over. Missing is neither zero nor good.

Belongs here: KPIs without a value, files that never came or are older than agreed.
Elsewhere: which tables a KPI needs (kpi_sources), what arrived (dbt's meta_feed).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.report.kpi_sources import FEEDS
from pipelines.report.scorecard import Scorecard
from pipelines.report.words import Both, Say, inert

Row = dict[str, object]


@dataclass(frozen=True)
class Missing:
    """One KPI without a value, the last measured year if there was one, and what it needs."""

    kpi_id: str
    name: Both
    earlier: tuple[str, str] | None
    feeds: str


@dataclass(frozen=True)
class Unmeasured:
    """What was not measured: KPIs by perspective, tables that never came, tables that are late."""

    count: int
    of: int
    groups: tuple[tuple[Say, tuple[Missing, ...]], ...]
    absent: tuple[str, ...]
    late: tuple[tuple[str, str], ...]


def compose_unmeasured(scorecard: Scorecard, feeds: Sequence[Row]) -> Unmeasured:
    """The KPIs of the shown year without a value, and the feeds that did not come or are late."""
    groups = []
    for perspective in scorecard.perspectives:
        kpis = (*perspective.scored, *perspective.unmeasured)
        missing = [
            Missing(kpi.kpi_id, kpi.name, kpi.earlier, ", ".join(FEEDS.get(kpi.kpi_id, ())))
            for kpi in sorted(kpis, key=lambda kpi: kpi.kpi_id)
            if kpi.status == "not_measured"
        ]
        groups.append((perspective.name, tuple(missing)))
    return Unmeasured(
        count=sum(len(missing) for _, missing in groups),
        of=sum(len((*p.scored, *p.untargeted, *p.unmeasured)) for p in scorecard.perspectives),
        groups=tuple((name, missing) for name, missing in groups if missing),
        absent=tuple(_table(row) for row in feeds if row.get("is_present") is False),
        late=tuple((_table(row), inert(row.get("last_as_of_on"))) for row in feeds if row.get("is_fresh") is False),
    )


def _table(row: Row) -> str:
    return inert(f"{row.get('feed')}/{row.get('table_name')}")
