"""Days are spelled rightly, and files hold what was put."""

import datetime as dt
import itertools
import json
from pathlib import Path

import numpy as np
import python_calamine

from pipelines.demo.shelf import Form, Shelf
from pipelines.demo.span import (
    DAYS,
    QUARTERS,
    dates,
    day_of,
    instants,
    part_of,
    quarter_days,
    quarter_label,
    quarter_of,
    utc_instants,
    workday,
)


def test_quarters_tile_the_four_years() -> None:
    edges = [quarter_days(quarter) for quarter in range(QUARTERS)]
    assert all(end == first for (_, end), (first, _) in itertools.pairwise(edges))
    assert day_of(edges[0][0]) == dt.date(2022, 10, 1)
    assert day_of(edges[-1][1] - 1) == dt.date(2026, 9, 30)
    assert edges[-1][1] == DAYS
    assert quarter_of(np.array([first for first, _ in edges])).tolist() == list(range(QUARTERS))
    assert [quarter_label(quarter) for quarter in (0, 1, 15)] == ["2022-Q4", "2023-Q1", "2026-Q3"]


def test_no_workday_is_a_weekend_and_none_leaves_the_period() -> None:
    days = np.arange(31, 92)
    moved = workday(days, 31)
    assert all(day_of(day).weekday() < 5 for day in moved)
    assert moved.min() >= 31


def test_days_and_instants_are_spelled_as_asked_and_missing_ones_are_empty() -> None:
    assert dates(np.array([0, -1, DAYS - 1]), "%Y%m%d", "00000000").tolist() == ["20221001", "00000000", "20260930"]
    assert instants(np.array([1, -1]), np.array([605, 0])).tolist() == ["2022-10-02T10:05:05+08:00", ""]
    assert utc_instants(np.array([1]), np.array([60]), "%Y-%m-%dT%H:%M:%SZ").tolist() == ["2022-10-01T17:00:00Z"]
    assert part_of(np.array([0, DAYS - 1])).tolist() == ["archive", "2026"]


def test_a_file_grows_and_keeps_its_spelling(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        for _ in range(2):
            shelf.put("a.csv", {"名": ["甲", 'x"y'], "n": 1}, Form(encoding="gb18030", delimiter=";", line_end="\r\n"))
        shelf.put(
            "b.txt", {"A": ['1"2'], "B": ""}, Form(delimiter="\t", quote="never", preamble=(("l1", "l2"),)), broken=1
        )
        shelf.put_blank_lines("b.txt", 2)
        shelf.put_lines("c.jsonl", [{"a": None, "b": "ü"}])
    assert (tmp_path / "a.csv").read_bytes().decode("gb18030") == "名;n\r\n" + '甲;1\r\n"x""y";1\r\n' * 2
    assert (tmp_path / "b.txt").read_text() == 'A\tB\nl1\tl2\n1"2\t\n\n\n'
    assert json.loads((tmp_path / "c.jsonl").read_text()) == {"a": None, "b": "ü"}
    assert shelf.rows == {"a.csv": 4, "b.txt": 1, "c.jsonl": 1}
    assert shelf.broken_rows == {"b.txt": 1}


def test_a_workbook_is_read_by_a_spreadsheet_reader_and_has_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name in ("a", "b"):
        with Shelf(tmp_path / name) as shelf:
            shelf.put_book("w.xlsx", "回访", {"甲": ["<a & b>", "", "两行\n字"], "n": [1, 2, 3]}, ["注"])
            shelf.put_book("w.xlsx", "回访", {"甲": ["end "], "n": [4]}, ["注"])
    book = python_calamine.CalamineWorkbook.from_path(tmp_path / "a" / "w.xlsx")
    assert book.sheet_names == ["回访", "说明"]
    rows = book.get_sheet_by_index(0).to_python()
    assert rows == [["甲", "n"], ["<a & b>", 1], ["", 2], ["两行\n字", 3], ["end ", 4]]
    assert (tmp_path / "a/w.xlsx").read_bytes() == (tmp_path / "b/w.xlsx").read_bytes()
