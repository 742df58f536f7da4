"""Shipped mappings on exports that nobody of this project wrote, and on those that must not be read."""

import shutil
from collections.abc import Callable
from pathlib import Path

from pipelines.feeds import ingest
from tests.pipeline.test_vendor_mappings import scratch
from tests.pipeline.vendor_case import SAMPLES

# Files of the shared data that nobody of this project wrote -> mapping, rows that load, rows that are ignored.
REAL = {
    "salesforce/sf_account_data.csv": ("salesforce_account", 10, 0),
    "salesforce/sf_event_data.csv": ("salesforce_event", 10, 0),
    "salesforce/sf_opportunity_data.csv": ("salesforce_opportunity", 10, 0),
    "salesforce/sf_order_data.csv": ("salesforce_order", 10, 0),
    "salesforce/sf_task_data.csv": ("salesforce_task", 0, 10),
    "hubspot/company_data.csv": ("hubspot_company", 24, 0),
    "hubspot/deal_data.csv": ("hubspot_deal", 44, 0),
    "hubspot/engagement_meeting_data.csv": ("hubspot_meeting", 100, 0),
    "hubspot/ticket_data.csv": ("hubspot_ticket", 25, 0),
    "zendesk/organization_data.csv": ("zendesk_organization", 10, 0),
    "zendesk/ticket_data.csv": ("zendesk_ticket", 10, 0),
}


def test_real_warehouse_tables_load_without_a_refused_row(shared_data: Callable[[str], Path], tmp_path: Path) -> None:
    shapes_of_vendors = shared_data("data/vendor_shapes")
    workspace = scratch(tmp_path)
    for name in REAL:
        (workspace.landing / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(shapes_of_vendors / name, workspace.landing / name)
    report = ingest.ingest_all(workspace)
    assert not report.refused and not report.unmatched
    became = {b.file: (b.mapping, b.loaded_count, b.ignored_count, b.refused_by_rule) for b in report.batches}
    assert became == {name: (*expected, {}) for name, expected in REAL.items()}


def test_a_question_that_does_not_say_which_end_is_good_is_read_by_no_mapping(tmp_path: Path) -> None:
    workspace = scratch(tmp_path)
    content = (SAMPLES / "servicenow" / "metric.csv").read_text(encoding="utf-8")
    (workspace.landing / "metric.csv").write_text(content.replace("scale_definition", "other"), encoding="utf-8")
    report = ingest.ingest_all(workspace)
    assert not report.batches
    (problem,) = report.unmatched
    assert "servicenow_survey_question" in str(problem) and "scale_definition" in str(problem)


def test_a_list_of_sales_orders_without_the_day_of_entry_has_the_day_of_the_document(tmp_path: Path) -> None:
    workspace = scratch(tmp_path)
    head = "VBELN\tAUART\tKUNNR\tVDATU\tNETWR\tWAERK"
    row = "4711\tTA\t123456\t20260910\t1234.50\tEUR"
    (workspace.landing / "VBAK.txt").write_text(f"{head}\tAUDAT\n{row}\t20260903\n", encoding="utf-8")
    (workspace.landing / "VBAK_2.txt").write_text(f"{head}\n{row}\n", encoding="utf-8")
    first, second = ingest.ingest_all(workspace).batches
    assert (first.loaded_count, first.min_on) == (1, "2026-09-03")
    assert "lacks the column ERDAT or Angelegt am, which crm__sales_order needs" in second.reason


def test_a_list_of_issues_with_several_labels_has_the_column_several_times(tmp_path: Path) -> None:
    workspace = scratch(tmp_path)
    head = "Summary,Issue key,Issue id,Issue Type,Status,Created,Labels,Labels,Custom field (Organizations),"
    row = "x,P-1,1,Epic,Open,2026-09-04 15:15,codev,gear,Acme,Beta"
    (workspace.landing / "j.csv").write_text(f"{head}Custom field (Organizations)\n{row}\n", encoding="utf-8")
    report = ingest.ingest_all(workspace)
    assert not report.refused
    assert {batch.table: batch.loaded_count for batch in report.batches} == {"project": 1, "need": 0, "improvement": 0}
