"""What a column's name tells: in which unit it counts, and whether a person stands behind it.

Belongs here: endings of names with their units; the columns that hold, or are made of, a pseudonym.
Elsewhere: what a column means (dbt_project); how pseudonyms are made (feeds.pseudonymise).
"""

from pipelines.dictionary.tables import Column

EN, ZH = "en", "zh"

# Ending of a column's name -> its unit in both languages; the first that fits counts.
UNITS: tuple[tuple[str, tuple[str, str]], ...] = (
    ("_share", ("share, 0 to 1", "比例，0至1")),
    ("_share_of_rest", ("share", "比例")),
    ("_amount", ("money", "金额")),
    ("_minutes", ("minutes", "分钟")),
    ("_minutes_per_day", ("minutes", "分钟")),
    ("_seconds", ("seconds", "秒")),
    ("_hours_median", ("hours", "小时")),
    ("_days", ("days", "天")),
    ("_days_p50", ("days", "天")),
    ("_days_p90", ("days", "天")),
    ("_at", ("UTC instant", "UTC 时刻")),
    ("_on", ("day", "日期")),
    ("_count", ("number", "个数")),
    ("_no", ("number", "编号")),
    ("_id", ("identifier", "标识")),
    ("_code", ("code", "代码")),
    ("_value", ("in the row's unit", "按该行单位")),
    ("_weight", ("weight", "权重")),
    ("_qty", ("quantity", "数量")),
    ("_probability", ("probability, 0 to 1", "概率，0至1")),
)
_FLAGS = ("is_", "has_", "had_")

_STAFF = ("pseudonym of an employee", "员工假名")
_ACCOUNT = ("pseudonym where accounts are persons", "客户为个人时是假名")
_INSIDE = ("holds pseudonyms", "内含假名")
PERSONAL: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("collector_id", "manager_person_id", "owner_id", "owner_person_id", "person_id"), _STAFF),
    **dict.fromkeys(("account_id", "account_name", "parent_account_id"), _ACCOUNT),
    **dict.fromkeys(("cell_id", "scope_id", "subject_id", "unit_id"), _INSIDE),
}
"""No published column says who a person is; these ones can be joined, or taken apart, to a pseudonym."""


def unit(column: Column, language: str) -> str:
    """The unit of a column in one language; empty where its name tells none."""
    place = (EN, ZH).index(language)
    if column.name.startswith(_FLAGS):
        return ("yes or no", "是或否")[place]
    fitting = [words[place] for ending, words in UNITS if column.name.endswith(ending)]
    return fitting[0] if fitting else ""


def personal(column: Column, language: str) -> str:
    """What the column holds of a person; empty where nothing."""
    words = PERSONAL.get(column.name)
    return words[(EN, ZH).index(language)] if words else ""
