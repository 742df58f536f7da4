"""Names of columns that a header does not simply say: two rows of them, objects inside objects."""

from pathlib import Path

import pytest

from pipelines.feeds import csv_records, json_records, readers
from pipelines.feeds.csv_records import LineUse
from pipelines.feeds.mapping import Read


def test_sub_labels_stand_behind_the_last_name_to_their_left() -> None:
    rows = [["Id", "How are we?", "", "Why"], ["", "Delivery", "Service", ""]]
    read = Read(header_rows=2, sub_labels=True)
    assert csv_records.names_in(rows, read) == ["Id", "How are we? - Delivery", "How are we? - Service", "Why"]


def test_without_sub_labels_one_row_has_the_names() -> None:
    assert csv_records.names_in([["a"], ["b"]], Read(header_rows=2, name_row=2)) == ["b"]


@pytest.mark.parametrize("line", ["a\tb;c", "a;b", "a"])
def test_the_second_delimiter_is_for_files_that_lack_the_first(tmp_path: Path, line: str) -> None:
    file = tmp_path / "x.csv"
    file.write_text(line + "\n1\n")
    found = readers.names_of(file, "x.csv", Read(delimiter="\t", fallback_delimiter=";"))
    assert found == {"a\tb;c": ["a", "b;c"], "a;b": ["a", "b"], "a": ["a"]}[line]


def test_objects_inside_an_object_are_named_by_their_path(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_text('{"id": 1, "start": {"at": "t", "zone": {"name": "UTC"}}, "who": [{"x": 1}], "none": {}}\n')
    keys = json_records.keys_of(file, most=99)
    assert keys == ["id", "start.at", "start.zone.name", "who", "none"]
    (record,) = json_records.records(file, keys, LineUse())
    assert record.fields == ["1", "t", "UTC", '[{"x": "1"}]', "{}"]


def test_an_object_too_deep_stays_text(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_text('{"a": ' * 9 + "1" + "}" * 9 + "\n")
    (key,) = json_records.keys_of(file, most=99)
    assert key == ".".join("a" * (json_records.MAX_DEPTH + 1))
    (record,) = json_records.records(file, [key], LineUse())
    assert record.fields == ['{"a": {"a": {"a": "1"}}}']
