"""Can a reader of the published tables work out by subtraction what is withheld?

The attack knows which answers lie in which group (the work file says it) and what is shown (the published tables say
it), and nothing of how the pipeline chose what to withhold.
"""

from collections import defaultdict
from collections.abc import Iterator

import pytest

from tests.pipeline.conftest import Built

pytestmark = pytest.mark.xdist_group("demo")

SMALLEST_CELL = 5  # the demo company's
Answers = frozenset[str]  # the finest published cells that a group is made of
Table = dict[Answers, bool]  # whether the group is shown

FINEST = """
    select cell_id, survey_id, strftime(month_start_on, '%Y-%m'),
        year(month_start_on) || '-Q' || quarter(month_start_on), cast(year(month_start_on) as varchar),
        owner_id, branch_id, answered_count
    from agg_satisfaction_cells where answered_count > 0
"""


@pytest.fixture(scope="module")
def finest(demo: Built) -> dict[str, int]:
    """Answers of each finest cell."""
    return {str(row[0]): int(str(row[-1])) for row in demo.query(FINEST, work=True)}


@pytest.fixture(scope="module")
def tables(demo: Built) -> dict[str, Table]:
    """Every published table of satisfaction, each group as the finest cells that it is made of."""
    told: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for cell, survey, month, quarter, year, owner, branch, _ in demo.query(FINEST, work=True):
        for name in (month, quarter, year):
            for part in ("company", f"owner={owner}", f"branch={branch}"):
                told[str(survey), part, str(name)].add(str(cell))
    shown: dict[str, Table] = defaultdict(dict)
    for cell, is_withheld in demo.query("select cell_id, is_withheld from fct_satisfaction"):
        shown["fct_satisfaction"][frozenset({str(cell)})] = not is_withheld
    units = "select unit_definition_id, survey_id, owner_id, period_id, is_withheld from fct_verdict"
    for definition, survey, owner, period, is_withheld in demo.query(units + " where unit_kind = 'answers'"):
        shown[str(definition)][frozenset(told[str(survey), f"owner={owner}", str(period)])] = not is_withheld
    company = "select survey_id, period_kind, period_id, is_withheld from fct_satisfaction_adjusted"
    for survey, kind, period, is_withheld in demo.query(company + " where scope_kind = 'company'"):
        shown[f"company {kind}"][frozenset(told[str(survey), "company", str(period)])] = not is_withheld
    kpi = "select period_kind, split_part(org_unit_id, ':', 1), replace(org_unit_id, ':', '='), period_id, is_withheld"
    answered = "from fct_kpi_value where kpi_id = 'C01' and (is_withheld or n > 0)"
    for kind, level, unit, period, is_withheld in demo.query(f"{kpi} {answered}"):
        group = frozenset(told["SATISFACTION", str(unit), str(period)])
        shown[f"C01 {kind} {level}"][group] = not is_withheld
    return shown


def unseen_rests(tables: dict[str, Table]) -> Iterator[tuple[str, str, Answers]]:
    """What is left of each shown group after taking away, table by table, all that is shown of its parts."""
    shown_cells = {cell for group, is_shown in tables["fct_satisfaction"].items() if is_shown for cell in group}
    for whole_table, wholes in tables.items():
        for parts_table, parts in tables.items():
            of_cell = {cell: group for group, is_shown in parts.items() if is_shown for cell in group}
            for whole in (group for group, is_shown in wholes.items() if is_shown and len(group) > 1):
                inside = {of_cell[cell] for cell in whole if cell in of_cell and of_cell[cell] < whole}
                rest = whole.difference(shown_cells, *inside)
                if rest:
                    yield whole_table, parts_table, frozenset(rest)


def test_the_demo_has_something_to_attack(tables: dict[str, Table], finest: dict[str, int]) -> None:
    assert len(tables) == 11
    withheld = [group for table in tables.values() for group, is_shown in table.items() if not is_shown]
    assert all(group for group in withheld)
    counts = [sum(finest.get(cell, 0) for cell in group) for group in withheld]
    assert sum(count < SMALLEST_CELL for count in counts) > 50
    assert sum(count >= SMALLEST_CELL for count in counts) > 50  # these guard the others


def test_no_small_group_is_shown(tables: dict[str, Table], finest: dict[str, int]) -> None:
    for name, table in tables.items():
        shown = [sum(finest.get(cell, 0) for cell in group) for group, is_shown in table.items() if is_shown]
        assert min(shown) >= SMALLEST_CELL, name


def test_no_subtraction_gives_a_withheld_group(tables: dict[str, Table], finest: dict[str, int]) -> None:
    withheld = {group for table in tables.values() for group, is_shown in table.items() if not is_shown}
    found = [(whole, part) for whole, part, rest in unseen_rests(tables) if rest in withheld]
    assert found == []


def test_no_addition_gives_a_withheld_group(tables: dict[str, Table]) -> None:
    shown_cells = {cell for group, is_shown in tables["fct_satisfaction"].items() if is_shown for cell in group}
    for parts in tables.values():
        of_cell = {cell: group for group, is_shown in parts.items() if is_shown for cell in group}
        for name, table in tables.items():
            for group in (group for group, is_shown in table.items() if not is_shown):
                inside = {of_cell[cell] for cell in group if cell in of_cell and of_cell[cell] < group}
                assert group.difference(shown_cells, *inside), name


@pytest.mark.parametrize("kpi_id", ["C01", "C03", "C04", "C05", "I06"])
def test_no_kpi_is_the_only_one_withheld_of_its_margin(demo: Built, kpi_id: str) -> None:
    margins = f"""
        with cells as (
            select kpis.*, kpis.org_unit_id = 'company' as is_company, counts.n as true_n
            from fct_kpi_value as kpis
            inner join agg_kpi_counts as counts using (kpi_id, org_unit_id, period_kind, period_id)
            where kpis.kpi_id = '{kpi_id}' and counts.n > 0
        )
        select
            wholes.org_unit_id, wholes.period_id, parts.period_kind,
            any_value(wholes.n) - coalesce(sum(parts.n), 0) as unseen,
            count(*) filter (where parts.is_withheld) as withheld_count,
            sum(parts.true_n) filter (where parts.is_withheld) as withheld_n
        from cells as wholes
        inner join cells as parts on
            wholes.is_company and not parts.is_company and wholes.period_id = parts.period_id
            or wholes.org_unit_id = parts.org_unit_id
            and (wholes.period_kind, parts.period_kind) in (('year', 'quarter'), ('quarter', 'month'))
            and wholes.period_start_on = date_trunc(wholes.period_kind, parts.period_start_on)
        where not wholes.is_withheld
        group by all
        having withheld_count > 0 and (withheld_count = 1 and unseen = withheld_n or unseen < {SMALLEST_CELL})
    """
    assert demo.query(margins, work=True) == []
