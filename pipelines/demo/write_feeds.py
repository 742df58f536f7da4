"""The files that the made-up company's systems hand over, and the truths that they do not tell.

Belongs here: the order in which four years are lived and written, chunk by chunk; what arrives late or twice.
Elsewhere: each system's spelling (the writers), how the files are read (feeds/, copied from demo/configuration).
"""

import json
import shutil
from dataclasses import asdict
from pathlib import Path

import numpy as np

from pipelines.demo import (
    account_map,
    asking,
    call_sheets,
    company,
    customers,
    dealings,
    goods,
    office,
    papers,
    quality,
    records,
    reference,
    salesforce,
    sap,
    typed,
    web_surveys,
)
from pipelines.demo.archetypes import KINDS
from pipelines.demo.asking import Survey
from pipelines.demo.shelf import Shelf
from pipelines.demo.span import MONTHS, QUARTERS
from pipelines.demo.truth import UNITS, DemoTruth, Tally

FULL_SIZE = 100_000
ROWS_PER_OWNER = 1_600
_ARCHIVE_UP_TO = 5_000_000  # above it three years of call-backs do not fit into one sheet
_CONFIGURATION = Path(__file__).parent / "configuration"


def write_demo(directory: Path, size: int = FULL_SIZE, seed: int = 7) -> DemoTruth:
    """Write a workspace with about `size` records: configuration, landing files, and the truths beside them.

    The same arguments give the same bytes. The number of sales people grows with the size (62 at 100,000); a company
    with one of each kind, the smallest, has about 40,000 records. Memory never holds more than a quarter of answers.
    """
    directory.mkdir(parents=True, exist_ok=True)
    owners = max(len(KINDS), round(size / ROWS_PER_OWNER))
    maker = company.found(owners, seed)
    lived = quality.live(maker, seed)
    survey = asking.prepare(maker, lived, seed)
    tally = Tally(directory / UNITS)
    with Shelf(directory / "landing") as shelf:
        _write_surveys(shelf, survey, tally, seed, MONTHS - 9 if size <= _ARCHIVE_UP_TO else 0)
        _write_trade(shelf, survey, seed)
        _write_losses(shelf, survey, seed)
        _write_people(shelf, survey, seed)
        salesforce.write_masters(shelf, maker)
        customers.write_needs(shelf, maker, lived.level, seed)
        customers.write_touchpoints(shelf, maker, lived.level, seed)
        customers.write_projects(shelf, maker, seed)
        customers.write_roadmaps(shelf, maker)
    _write_configuration(directory)
    account_map.write(directory / "feeds" / "accounts.csv", maker)
    return _write_truth(directory, tally, shelf, seed)


def _write_surveys(shelf: Shelf, survey: Survey, tally: Tally, seed: int, by_month_from: int) -> None:
    reference.write_survey(shelf)
    for quarter in range(QUARTERS):
        calls, written = asking.phone(survey, quarter), typed.email(survey, quarter)
        reference.write_frame(shelf, survey, quarter)
        call_sheets.write_call_list(shelf, survey, calls, quarter)
        call_sheets.write_calls(shelf, survey, calls, quarter, by_month_from)
        checked = asking.back_checks(survey, calls, quarter)
        call_sheets.write_back_checks(shelf, calls.answers, checked, quarter, seed)
        salesforce.write_address_changes(shelf, survey.company, written, quarter)
        web_surveys.write_email(shelf, survey, written, quarter)
        web_surveys.write_self_service(shelf, survey, typed.self_service(survey, quarter), quarter)
        tally.add(survey, calls, written, quarter)


def _write_trade(shelf: Shelf, survey: Survey, seed: int) -> None:
    for month in range(MONTHS):
        orders, lines = goods.order(survey.company, survey.quality.level, month, seed)
        sap.write_goods(shelf, survey.company, orders, lines)
    sap.write_broken_orders(shelf)
    salesforce.write_deals(shelf, survey.company, dealings.deals(survey.company, survey.quality.level, seed))


def _write_losses(shelf: Shelf, survey: Survey, seed: int) -> None:
    maker = survey.company
    noted = records.note(maker, survey.quality.losses, survey.active, seed)
    sap.write_notifications(shelf, maker, noted)
    sap.write_credit_memos(shelf, maker, noted)
    salesforce.write_cases(shelf, maker, noted)
    papers.write_register(shelf, maker, noted, seed)
    papers.write_papers(shelf, maker, noted)
    papers.write_portals(shelf, maker, survey.quality, seed)
    papers.write_counts(shelf, maker, noted)


def _write_people(shelf: Shelf, survey: Survey, seed: int) -> None:
    maker = survey.company
    entries = dealings.executives_days(maker, seed)
    visits = dealings.meet(maker, entries, seed)
    office.write_people(shelf, maker)
    office.write_teams(shelf, maker)
    office.write_calendars(shelf, maker, entries)
    office.write_expenses(shelf, maker, visits, seed)
    salesforce.write_events(shelf, maker, visits)
    reference.write_scorecard(shelf, maker)
    reference.write_reference(shelf, seed)
    reference.write_reason_map(shelf)


def _write_configuration(directory: Path) -> None:
    """Copy the demo's configuration; in a workspace it ends in `.yaml`."""
    for file in sorted(_CONFIGURATION.rglob("*.yml")):
        copy = directory / file.relative_to(_CONFIGURATION).with_suffix(".yaml")
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)


def _write_truth(directory: Path, tally: Tally, shelf: Shelf, seed: int) -> DemoTruth:
    truth = DemoTruth(
        seed=seed, units=tally.units, true_share=round(tally.true_sum / max(tally.weight, 1), 4),
        recorded_share=round(float(np.divide(tally.satisfied, max(tally.answered, 1))), 4), answer_count=tally.answered,
        rows=shelf.rows, broken_rows=shelf.broken_rows,
    )  # fmt: skip
    text = json.dumps({"invented": True, **asdict(truth)}, ensure_ascii=False, indent=1)
    (directory / "truth.json").write_text(text + "\n", encoding="utf-8")
    return truth
