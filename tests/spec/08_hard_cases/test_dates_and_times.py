"""Dates that can be read in two ways, and times that exist twice or never."""

import datetime as dt
from pathlib import Path

import pytest

from pipelines.feeds import problem
from tests.spec.hard_case import RESPONSES, Hard, hard, mapped


@pytest.fixture
def company(tmp_path: Path) -> Hard:
    return hard(tmp_path, "time_zone: Asia/Shanghai\n")


def dated(*texts: str) -> str:
    return "id,day\n" + "".join(f"{n},{text}\n" for n, text in enumerate(texts))


def with_formats(*formats: str, more: str = "") -> str:
    listed = ", ".join(f"'{text}'" for text in formats)
    return mapped("").replace("submitted_at: day", f"submitted_at: {{from: day, formats: [{listed}]{more}}}")


def test_several_declared_formats_stand_in_one_column(company: Hard) -> None:
    company.map(with_formats("%Y/%m/%d %H:%M:%S", "%d.%m.%Y", "%Y年%m月%d日"))
    texts = ["2026/03/04 12:30:00", "4.3.2026", "2026年3月4日", "２０２６年３月４日"]
    read = company.reads("x.csv", dated(*texts), "cast(submitted_at + interval 8 hour as varchar)")
    assert read == ["2026-03-04 12:30:00", *["2026-03-04 00:00:00"] * 3]


def test_a_date_that_two_formats_read_differently_is_quarantined_by_its_name(company: Hard) -> None:
    company.map(with_formats("%d/%m/%Y", "%m/%d/%Y"))
    batch = company.loads("x.csv", dated("03/04/2026", "31/03/2026", "04/04/2026"))
    assert batch.refused_by_rule == {"ambiguous_date": 1} and batch.loaded_count == 2
    assert company.quarantine() == [(2, "submitted_at", "ambiguous_date", "03/04/2026")]


@pytest.mark.parametrize("text", ["03/04/2026", "3.4.2026", "03-04-2026 12:00", "3/4/26"])
def test_day_and_month_that_could_be_exchanged_are_never_guessed(company: Hard, text: str) -> None:
    company.map(mapped(""))
    assert company.loads("x.csv", dated(text)).refused_by_rule == {"ambiguous_date": 1}


def test_an_undeclared_date_that_can_be_read_in_one_way_alone_is_still_not_read(company: Hard) -> None:
    company.map(mapped(""))
    assert company.loads("x.csv", dated("31/03/2026")).refused_by_rule == {"not_a_time": 1}


@pytest.mark.parametrize(
    "text", ["2026-06-08", "2026/06/08", "2026/6/8", "2026-6-8", "２０２６－０６－０８", "２０２６／６／８"]
)
def test_a_date_that_begins_with_its_year_is_read_without_a_word(company: Hard, text: str) -> None:
    company.map(mapped(""))
    assert company.reads("x.csv", dated(text), "(submitted_at + interval 8 hour)::date::varchar") == ["2026-06-08"]
    invoices = company.loads("finance/invoice/i.csv", f"invoice_id,invoiced_on\n1,{text}\n")
    assert company.query("select invoiced_on::varchar from raw.finance__invoice") == [("2026-06-08",)], invoices


@pytest.mark.parametrize("text", ["26-6-8", "1/2/3", "2026-6", "2026", "20260608", "2026-02-30"])
def test_a_date_without_a_certain_year_month_and_day_is_not_read(company: Hard, text: str) -> None:
    company.map(mapped(""))
    assert company.loads("x.csv", dated(text)).refused_by_rule == {"not_a_time": 1}


def test_the_next_step_names_the_formats(company: Hard) -> None:
    company.put(RESPONSES, "response_id,submitted_at\nR1,03/04/2026\n")
    from pipelines.feeds import ingest

    report = ingest.check_file(company.workspace.landing / RESPONSES, company.workspace)[0]
    assert "row 2, column submitted_at: ambiguous date (03/04/2026)" in str(report.problems[0])
    assert "state the one right format in `formats`" in str(report.problems[0])


def test_a_zone_in_the_text_counts_more_than_the_mapping(company: Hard) -> None:
    texts = ["2026-03-04T12:00:00+01:00", "2026-03-04T12:00:00.000+0000", "2026-03-04T12:00:00Z", "2026-03-04 12:00:00"]
    company.map(mapped(""))
    hours = [11, 12, 12, 4]
    assert company.reads("x.csv", dated(*texts), "submitted_at") == [dt.datetime(2026, 3, 4, hour) for hour in hours]


def test_a_declared_format_reads_its_zone(company: Hard) -> None:
    company.map(with_formats("%d/%b/%Y %H:%M %z"))
    assert company.reads("x.csv", dated("04/Mar/2026 12:00 +0100"), "submitted_at") == [dt.datetime(2026, 3, 4, 11)]


def test_times_of_the_night_when_clocks_change_are_told_apart(company: Hard) -> None:
    company.map(with_formats("%d.%m.%Y %H:%M", more=", time_zone: Europe/Berlin"))
    texts = ["29.03.2026 01:59", "29.03.2026 02:30", "29.03.2026 03:00", "26.10.2025 02:30"]
    batch = company.loads("x.csv", dated(*texts))
    assert batch.refused_by_rule == {"no_such_local_time": 1, "local_time_twice": 1}
    assert company.query("select submitted_at from raw.survey__response order by all") == [
        (dt.datetime(2026, 3, 29, 0, 59),), (dt.datetime(2026, 3, 29, 1),)
    ]  # fmt: skip


def test_zones_by_their_windows_names_are_read_and_others_refused_by_a_rule_of_their_own(company: Hard) -> None:
    meetings = {"a": "W. Europe Standard Time", "b": "tzone://Microsoft/Custom", "c": "UTC"}
    company.put(
        "graph/calendar.jsonl",
        "".join(
            f'{{"id": "{key}", "mailbox": "x@example.com", "isCancelled": false, '
            f'"start": {{"dateTime": "2026-01-05T09:00:00.0000000", "timeZone": "{zone}"}}, '
            f'"end": {{"dateTime": "2026-01-05T10:00:00.0000000", "timeZone": "{zone}"}}}}\n'
            for key, zone in meetings.items()
        ),
    )
    (batch,) = company.load().batches
    assert batch.refused_by_rule == {"unknown_zone": 1}
    assert batch.loaded_count == 2
    assert "outlook.timezone" in problem.NEXT_STEP[problem.Rule.UNKNOWN_ZONE]


def test_the_last_day_of_what_still_holds_may_be_written_as_the_year_9999(company: Hard) -> None:
    people = "person_id,valid_from_on,valid_to_on\np1,2024-01-01,2025-05-31\np2,2025-06-01,9999-12-31\n"
    last = company.reads("people/person/people.csv", people, "cast(valid_to_on as varchar)", "people__person")
    assert last == ["2025-05-31", None]
    batch = company.loads("people/person/more.csv", "person_id,valid_from_on\np3,9999-12-31\n")
    assert batch.refused_by_rule == {"not_a_date": 1}
