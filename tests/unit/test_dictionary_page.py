"""How a table, a column and a metric are told in each language."""

from typing import Any

import pytest

from pipelines.dictionary import document, kinds, tables
from pipelines.dictionary.kinds import EN, ZH
from pipelines.dictionary.tables import Column, Metric, Table

SHARE = Column("old_share", "double", "Share of the old way.", (), "0.2.0", "new_share")
CODE = Column("state_code", "varchar", "State: red.", ("red", "a|b"), None, None)
OWNER = Column("owner_id", "varchar", "Pseudonym.", (), None, None)
KEY = Column("a_id", "varchar", "Identifier.", (), None, None)
MARTS = [
    Table(f"mart_{name}", f"One row per {name}.", "team:x", ("a_id", "owner_id"), ("owner_id",),
          {"owner_id": "dim_person"}, columns)
    for name, columns in [("a", (KEY, OWNER, SHARE, CODE)), ("b", (KEY, OWNER)), ("c", (KEY, OWNER))]
]  # fmt: skip
METRIC = Metric("kept", "Kept", "兑现率", "Kept over due.", "kept_count / due_count")
CHINESE = {
    "tables": {"mart_a": "每个a一行。", "mart_b": "每个b一行。", "mart_c": "每个c一行。"},
    "columns": {"old_share": "旧算法的比例。", "state_code": "状态：red。", "owner_id": "假名。", "a_id": "标识。"},
}


def _page(language: str) -> str:
    return document.render("# Head\n\nBy hand.", MARTS, [METRIC], CHINESE, language)


def test_a_table_is_told_with_key_joins_and_owner() -> None:
    page = _page(EN)
    assert page.startswith(
        "# Head\n\nBy hand.\n\n## Tables\n\n### mart_a\n\nOne row per a.\n\n**Key** `a_id`, `owner_id` (or empty)"
    )
    assert "**Joins** `owner_id` → `dim_person`" in page and "**Owner** team:x" in page
    assert "### mart_b\n\n每个b一行。\n\n**主键** `a_id`、`owner_id`" in _page(ZH)


def test_a_column_of_three_tables_is_explained_once() -> None:
    page = _page(EN)
    assert page.count("| `owner_id` |") == 1
    told = (
        "| `owner_id` | varchar | identifier | pseudonym of an employee | Pseudonym. | `mart_a`, `mart_b`, `mart_c` |"
    )
    assert told in page
    assert "**Shared columns** `a_id`, `owner_id`" in page


def test_a_deprecated_column_says_since_when_and_what_to_use() -> None:
    assert "Share of the old way. Deprecated since 0.2.0, may go with any later release (`new_share`). |" in _page(EN)
    assert "旧算法的比例。 自 0.2.0 起弃用" in _page(ZH)


def test_values_that_the_words_do_not_name_are_added_and_a_bar_breaks_no_table() -> None:
    assert "| `state_code` | varchar | code |  | State: red. One of `a/b`. |" in _page(EN)


def test_a_metric_has_its_name_in_both_languages() -> None:
    assert "| `kept` | `kept_count / due_count` | Kept. Kept over due. |" in _page(EN)
    assert "| `kept` | `kept_count / due_count` | 兑现率 |" in _page(ZH)


def test_a_table_without_chinese_words_is_refused() -> None:
    with pytest.raises(KeyError, match="mart_a"):
        document.render("", MARTS, [], {"tables": {}, "columns": {}}, ZH)


def test_what_a_person_wrote_above_the_first_heading_is_kept() -> None:
    assert document.head(_page(EN)) == "# Head\n\nBy hand.\n"


@pytest.mark.parametrize(
    ("name", "unit"),
    [("lower_share", "share, 0 to 1"), ("loss_amount", "money"), ("is_met", "yes or no"), ("topic", ""),
     ("cycle_days_p90", "days"), ("needed_share_of_rest", "share")],
)  # fmt: skip
def test_a_name_tells_its_unit(name: str, unit: str) -> None:
    assert kinds.unit(Column(name, "double", "", (), None, None), EN) == unit


def test_keys_and_marks_are_read_off_the_manifest() -> None:
    column = {
        "name": "a_id",
        "data_type": "VARCHAR",
        "description": "Identifier.\n",
        "config": {"meta": {"deprecated_since": "1"}},
    }
    model: dict[str, Any] = {
        "resource_type": "model", "unique_id": "model.t.a", "name": "mart_a", "description": "One row per a.",
        "config": {"meta": {"published": True, "owner": "team:x"}}, "columns": {"a_id": column},
    }  # fmt: skip
    test = {
        "resource_type": "test", "attached_node": "model.t.a", "column_name": "a_id", "config": {},
        "test_metadata": {"name": "unique", "kwargs": {}},
    }  # fmt: skip
    hidden = {**model, "unique_id": "model.t.b", "name": "int_b", "config": {"meta": {}}}
    (table,) = tables.published({"nodes": {"a": model, "t": test, "b": hidden}})
    assert table.key == ("a_id",)
    assert table.columns == (Column("a_id", "varchar", "Identifier.", (), "1", None),)
