"""Findings for people at a terminal and in a spreadsheet."""

from pathlib import Path

import pytest

from pipelines.evidence import Wanted, sentences, write_csv
from pipelines.yaml_file import ConfigurationError


def test_without_a_filter_only_suspicious_findings_are_wanted_and_a_unit_shows_all() -> None:
    assert Wanted().condition() == ("f.finding_code = ?", ["suspicious"])
    sql, values = Wanted(unit="wang", period="2026").condition()
    assert "finding_code" not in sql and values == ["wang", "2026"]


def test_no_cell_is_a_formula_and_no_file_is_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "findings.csv"
    assert write_csv(target, ["unit_id", "p_value"], [("=cmd()", -0.5), ("@x", None), ("plain", 1)]) == 2 + 1
    assert target.read_text(encoding="utf-8-sig").splitlines() == ["unit_id,p_value", "'=cmd(),-0.5", "'@x,", "plain,1"]
    with pytest.raises(ConfigurationError, match="exists"):
        write_csv(target, [], [])


def test_three_sentences_in_both_languages_say_what_how_unlikely_and_what_if_innocent() -> None:
    said = sentences([("Too many.", "太多。", 40.0, 40, 0.8, 0.002, "luck", "运气")])
    assert len(said) == 6
    assert "Too many." in said[0] and "one honest unit in 500" in said[1] and "luck" in said[2]
    assert "太多" in said[3] and "500" in said[4] and "运气" in said[5]
    assert "arithmetic" in sentences([("Off.", "不符。", 1.0, 9, None, None, "a", "b")])[1]
    assert len(sentences([])) == 6
