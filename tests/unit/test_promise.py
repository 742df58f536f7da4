"""Is a published column deprecated for one release before it goes?"""

from dataclasses import replace

import pytest

from pipelines.dictionary import promise
from pipelines.dictionary.promise import BrokenPromiseError, Line
from pipelines.dictionary.tables import Column, Table

OLD = Line("mart_a", "score", "double", since="1.0.0")
SCORE = Column("score", "double", "Score.", (), None, None)


def _mart(*columns: Column) -> list[Table]:
    return [Table("mart_a", "One row per a.", "team:analytics", ("a_id",), (), {}, columns)]


def test_a_new_column_is_recorded_with_its_version() -> None:
    assert promise.keep([], _mart(SCORE), "1.0.0") == [OLD]
    assert promise.keep([OLD], _mart(SCORE), "1.1.0") == [OLD]


def test_a_column_that_no_release_has_shown_may_go_or_change() -> None:
    assert promise.keep([OLD], _mart(), "1.0.0") == []
    text = replace(SCORE, type="varchar")
    assert promise.keep([OLD], _mart(text), "1.0.0") == [replace(OLD, type="varchar")]


def test_a_column_never_goes_without_notice() -> None:
    with pytest.raises(BrokenPromiseError, match=r"mart_a\.score: gone without notice; next: .*1\.1\.0"):
        promise.keep([OLD], _mart(), "1.1.0")


def test_a_column_goes_one_release_after_its_mark() -> None:
    marked = promise.keep([OLD], _mart(replace(SCORE, deprecated_since="1.1.0")), "1.1.0")
    assert marked == [replace(OLD, deprecated_since="1.1.0")]
    with pytest.raises(BrokenPromiseError, match="marked in this very release"):
        promise.keep(marked, _mart(), "1.1.0")
    gone = promise.keep(marked, _mart(), "1.2.0")
    assert gone == [replace(OLD, deprecated_since="1.1.0", gone_in="1.2.0")]
    assert promise.keep(gone, _mart(), "1.3.0") == gone


def test_a_mark_cannot_be_backdated_and_may_be_taken_back() -> None:
    with pytest.raises(BrokenPromiseError, match=r"a new mark is of this release; next: 1\.2\.0"):
        promise.keep([OLD], _mart(replace(SCORE, deprecated_since="1.0.0")), "1.2.0")
    assert promise.keep([replace(OLD, deprecated_since="1.1.0")], _mart(SCORE), "1.2.0") == [OLD]


def test_a_type_never_changes_under_the_same_name() -> None:
    with pytest.raises(BrokenPromiseError, match=r"mart_a\.score: was double, is varchar"):
        promise.keep([OLD], _mart(replace(SCORE, type="varchar")), "1.1.0")


def test_a_name_that_comes_back_is_a_new_column() -> None:
    gone = replace(OLD, deprecated_since="1.1.0", gone_in="1.2.0")
    assert promise.keep([gone], _mart(SCORE), "2.0.0") == [replace(OLD, since="2.0.0")]


def test_the_record_reads_as_it_was_written() -> None:
    lines = [OLD, replace(OLD, column="b", type="decimal(18,4)", gone_in="1.2.0")]
    assert promise.read(promise.write(lines)) == lines
