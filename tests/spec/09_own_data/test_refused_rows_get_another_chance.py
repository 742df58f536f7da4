"""Chapter 9: refused rows are counted, shown and read again; what loads then is neither lost nor doubled."""

import csv
from pathlib import Path

import pytest

from pipelines.feeds import refused
from pipelines.feeds.replay import replay
from pipelines.yaml_file import ConfigurationError
from tests.spec.own_company import Company, company

LOSSES = """
    loss_id | event_on   | loss_amount | loss_category
    1       | 2026-01-05 | 10          | external
    2       | 15.01.2026 | 20          | external
    3       | 16.01.2026 | ten         | external
    4       | 2026-01-05 | =1+1        | external
"""
READS_BOTH = """\
feed: quality
table: loss_event
files: ['quality/loss_event/*.csv']
columns:
  loss_id: loss_id
  event_on: {from: event_on, formats: ['%Y-%m-%d', '%d.%m.%Y']}
  loss_amount: loss_amount
  loss_category: loss_category
"""


@pytest.fixture
def own(tmp_path: Path) -> Company:
    made = company(tmp_path)
    made.deliver("quality/loss_event/a.csv", LOSSES)
    made.deliver("quality/loss_event/good.csv", "loss_id | event_on\n9 | 2026-01-05")
    made.load()
    return made


def loaded(own: Company) -> list[object]:
    return [row[0] for row in own.query("select loss_id from raw.quality__loss_event order by 1")]


def test_refused_rows_are_counted_by_file_and_rule(own: Company) -> None:
    assert [(c.file, c.rule, c.rows) for c in refused.counts(own.workspace)] == [
        ("quality/loss_event/a.csv", "not_a_date", 2),
        ("quality/loss_event/a.csv", "not_a_number", 1),
    ]


def test_a_refused_row_is_shown_with_its_place_and_next_step(own: Company) -> None:
    first = refused.rows(own.workspace, "a.csv")[0]
    assert (first.row, first.column, first.rule, first.value) == (3, "event_on", "not_a_date", "15.01.2026")
    assert "formats" in first.next_step
    assert [row.row for row in refused.rows(own.workspace, "a.csv", "not_a_number")] == [5]
    assert len(refused.rows(own.workspace, "a.csv", per_rule=1)) == 2


def test_what_is_asked_wrongly_is_told(own: Company) -> None:
    with pytest.raises(ConfigurationError, match=r"good.csv: has no refused rows; files .*: quality/loss_event/a.csv"):
        refused.rows(own.workspace, "good.csv")
    with pytest.raises(ConfigurationError, match=r"x.csv: no such file was received"):
        refused.rows(own.workspace, "x.csv")
    with pytest.raises(ConfigurationError, match="no such rule; allowed: ignored, ragged_row"):
        refused.rows(own.workspace, "a.csv", "nonsense")


def test_the_export_starts_no_formula(own: Company, tmp_path: Path) -> None:
    target = tmp_path / "refused.csv"
    assert refused.write_csv(refused.rows(own.workspace, "a.csv"), target) == 3
    with open(target, encoding="utf-8-sig", newline="") as file:
        values = [row["value"] for row in csv.DictReader(file)]
    assert values == ["15.01.2026", "16.01.2026", "'=1+1"]
    with pytest.raises(ConfigurationError, match="name a new file"):
        refused.write_csv([], target)


def test_rows_that_load_by_the_new_mapping_are_neither_lost_nor_doubled(own: Company) -> None:
    (own.workspace.mappings_dir / "losses.yaml").write_text(READS_BOTH, encoding="utf-8")
    (outcome,) = replay(own.workspace)
    assert (outcome.before.loaded_count, outcome.before.quarantined_count) == (1, 3)
    assert (outcome.after.loaded_count, outcome.after.quarantined_count) == (2, 2)
    own.load()
    assert loaded(own) == ["1", "2", "9"]


def test_a_file_that_is_gone_from_landing_is_read_from_the_archive(own: Company) -> None:
    (own.workspace.landing / "quality/loss_event/a.csv").unlink()
    (own.workspace.mappings_dir / "losses.yaml").write_text(READS_BOTH, encoding="utf-8")
    (outcome,) = replay(own.workspace, "a.csv")
    assert not outcome.problem and outcome.after.loaded_count == 2
    own.load()
    assert loaded(own) == ["1", "2", "9"]


def test_a_replay_that_changes_nothing_leaves_everything_as_it_was(own: Company) -> None:
    before = loaded(own)
    (outcome,) = replay(own.workspace)
    assert (outcome.after.loaded_count, outcome.after.batch_no) == (
        outcome.before.loaded_count,
        outcome.before.batch_no,
    )
    own.load()
    assert loaded(own) == before


def test_rows_of_a_later_file_stay_later(own: Company) -> None:
    own.deliver("quality/loss_event/b.csv", "loss_id | event_on | loss_amount\n2 | 2026-01-07 | 99")
    own.load()
    (own.workspace.mappings_dir / "losses.yaml").write_text(READS_BOTH, encoding="utf-8")
    replay(own.workspace, "a.csv")
    own.load()
    versions = own.query("select loss_amount from raw.quality__loss_event where loss_id = '2' order by _batch_no")
    assert [int(str(row[0]).split(".")[0]) for row in versions] == [20, 99]


def test_a_copy_that_is_gone_leaves_the_file_as_it_was(own: Company) -> None:
    for kept in own.workspace.archive.glob("*/*"):
        kept.unlink()
    (outcome,) = replay(own.workspace)
    assert "its copy is not in the archive" in outcome.problem
    assert outcome.after == outcome.before


def test_a_file_that_was_refused_as_a_whole_is_read_again(tmp_path: Path) -> None:
    own = company(tmp_path)
    file = own.workspace.landing / "quality/loss_event/a.csv"
    file.parent.mkdir(parents=True)
    file.write_bytes("loss_id,event_on,cost_center\n1,2026-01-05,Qualität\n".encode("cp1252"))
    own.load()
    (count,) = refused.counts(own.workspace)
    assert (count.rule, count.rows) == ("whole file", None) and "is not UTF-8 text" in count.reason
    text = READS_BOTH.replace("columns:", "read: {encoding: cp1252}\ncolumns:").replace(
        "  loss_amount: loss_amount\n", ""
    )
    text = text.replace("  loss_category: loss_category\n", "")
    (own.workspace.mappings_dir / "losses.yaml").write_text(text, encoding="utf-8")
    (outcome,) = replay(own.workspace)
    assert (outcome.after.loaded_count, outcome.after.status) == (1, "loaded")


def test_values_are_looked_up_in_an_archived_file_when_landing_has_none(own: Company) -> None:
    own.deliver("crm/sales_order/o.csv", "order_id | ordered_at | account_id\nO1 | 2026-01-01 | A1")
    row = "7 | 17.01.2026 | 1 | external | O1"
    own.deliver("quality/loss_event/c.csv", f"loss_id | event_on | loss_amount | loss_category | order\n{row}")
    own.load()
    for file in own.workspace.landing.rglob("*.csv"):
        file.unlink()
    joined = "  account_id: {lookup: orders.account_id}\n"
    joined += "joins:\n  orders: {file: 'crm/sales_order/*.csv', on: {order: order_id}}\n"
    (own.workspace.mappings_dir / "losses.yaml").write_text(READS_BOTH + joined, encoding="utf-8")
    (outcome,) = replay(own.workspace, "c.csv")
    assert (outcome.problem, outcome.after.quarantined_count) == ("", 0)
    own.load()
    assert own.query("select account_id from raw.quality__loss_event where loss_id = '7'") == [("A1",)]


def test_a_replay_leaves_nothing_for_the_next_load(own: Company) -> None:
    (own.workspace.mappings_dir / "losses.yaml").write_text(READS_BOTH, encoding="utf-8")
    replay(own.workspace)
    own.load()
    again = own.load()
    assert again.batches == []
