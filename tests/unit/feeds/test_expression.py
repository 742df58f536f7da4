"""The small language of mappings: what it computes, and what it refuses."""

import duckdb
import pytest

from pipelines.feeds import expression
from pipelines.feeds.expression import ExpressionError, MissingColumnError


def value(text: str, **columns: str | None) -> object:
    sql = expression.compile_text(text, lambda name: f'"{name}"')
    given = ", ".join(f'?::varchar as "{name}"' for name in columns) or "1 as nothing"
    return duckdb.execute(f"select {sql} from (select {given})", list(columns.values())).fetchall()[0][0]


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        ("concat(a, '-', b)", {"a": "x", "b": "y"}, "x-y"),
        ("concat(a, '-', b)", {"a": "x", "b": None}, None),
        ("coalesce(a, b, 'z')", {"a": None, "b": None}, "z"),
        ("if(a == 'x' and not is_blank(b), 'yes', 'no')", {"a": "x", "b": "1"}, "yes"),
        ("if(a == 'x', 'yes', 'no')", {"a": None}, "no"),
        ("a > 9", {"a": "10"}, "true"),
        ("a > '9'", {"a": "10"}, "false"),
        ("a > 9", {"a": "ten"}, "false"),
        ("a in ['x', 'y']", {"a": "y"}, "true"),
        ("left(a, 10) > left(b, 10)", {"a": "2024-05-02 10:00", "b": "2024-05-01"}, "true"),
        ("split_part(a, '@', 2)", {"a": "x@y.org"}, "y.org"),
        ("upper(substr(a, 2, 2))", {"a": "abcd"}, "BC"),
        ("replace(a, \"'\", '\"')", {"a": "it's"}, 'it"s'),
        ('col("满意度(1-5)")', {"满意度(1-5)": "5"}, "5"),
        ("concat('if (', a)", {"a": "x"}, "if (x"),
        ("-1 < a", {"a": "0"}, "true"),
        ("number_in(a)", {"a": "123秒"}, "123"),
        ("number_in(a)", {"a": "ca. １２.５ Tage"}, "12.5"),
        ("number_in(a)", {"a": "none"}, None),
        ("seconds_in(a)", {"a": "123秒"}, "123"),
        ("seconds_in(a)", {"a": "1小时2分3秒"}, "3723"),
        ("seconds_in(a)", {"a": "2分"}, "120"),
        ("seconds_in(a)", {"a": "1h 2min"}, "3720"),
        ("seconds_in(a)", {"a": "62:03"}, "3723"),
        ("seconds_in(a)", {"a": "1:02:03"}, "3723"),
        ("seconds_in(a)", {"a": "90"}, "90"),
        ("seconds_in(a)", {"a": "soon"}, None),
        ("seconds_in(a)", {"a": "1:2"}, None),
        ("before(a, '(')", {"a": "1.2.3.4 (山东-济南)"}, "1.2.3.4"),
        ("before(a, '(')", {"a": "1.2.3.4"}, "1.2.3.4"),
        ("before(a, '(')", {"a": "(x"}, None),
        ("after(a, '@')", {"a": "x@y.org"}, "y.org"),
        ("after(a, '@')", {"a": "xy.org"}, None),
        ("contains(a, '满意')", {"a": "不满意"}, "true"),
        ("if(contains(a, 'x'), 'y', 'n')", {"a": None}, "n"),
        ("contains(a, '质量', '品质')", {"a": "品质管理部"}, "true"),
        ("contains(a, '质量', '品质')", {"a": "销售部"}, "false"),
        ("excel_date(a)", {"a": "46027.5"}, "2026-01-05 12:00:00"),
        ("excel_date(a)", {"a": "46027"}, "2026-01-05 00:00:00"),
        ("excel_date(a)", {"a": "20260105"}, "20260105"),
        ("excel_date(a)", {"a": "2026-01-05"}, "2026-01-05"),
        (
            "domains_in(a)",
            {"a": '[{"email": "X@B.example"}, {"email": "y@a.example."}, "z@b.example"]'},
            "a.example;b.example",
        ),
        ("domains_in(a)", {"a": "nobody"}, None),
        ("starts_with(a, '不')", {"a": "不满意"}, "true"),
        ("is_number(a)", {"a": "-1.5"}, "true"),
        ("is_number(a)", {"a": "1e3"}, "false"),
        ("pad_left(a, 5, '0')", {"a": "42"}, "00042"),
        ("pad_left(a, 1, '0')", {"a": "42"}, "42"),
    ],
)
def test_it_computes(text: str, columns: dict[str, str | None], expected: object) -> None:
    assert value(text, **columns) == expected


def test_a_literal_is_never_sql() -> None:
    assert value("concat('x''); drop table y; --', a)", a="1") == "x); drop table y; --1"
    assert value('concat("o\'clock; --", a)', a="1") == "o'clock; --1"


@pytest.mark.parametrize(
    "text",
    [
        "", "a +", "a + b", "exec('x')", "a if b else c", "lambda: 1", "[x for x in a]", "a[0]", "f'{a}'", "a < b < c",
        "lower(a, b)", "concat()", "a == None", "a and 'x'", "1e999 < a", "(" * 300 + "a" + ")" * 300, "'x' * 99999",
        "a in []", "x" * 3000, "col()", "col(a)", "contains(a)", "pad_left(a, 3)", "number_in(a, b)",
    ],
)  # fmt: skip
def test_it_refuses(text: str) -> None:
    with pytest.raises(ExpressionError):
        expression.check(text)


def test_its_columns_are_known() -> None:
    assert expression.columns("if(a == deals.b, col('c d'), a)") == ["a", "deals.b", "c d"]


def missing(text: str) -> str:
    """Its SQL where the file has the column a alone."""

    def resolve(name: str) -> str:
        if name != "a":
            raise MissingColumnError(name)
        return name

    return expression.compile_text(text, resolve)


def test_the_columns_of_an_expression_are_named_in_every_spelling() -> None:
    text = "if(is_blank(a) or col('b', 'c (1)') == 'x', concat(join.d, lower(e)), coalesce(f, 'literal'))"
    assert expression.columns(text) == ["a", "b", "c (1)", "join.d", "e", "f"]


def test_col_takes_the_first_name_that_the_file_has() -> None:
    assert missing("col('Phone', 'a')") == "a"


def test_a_column_that_the_file_lacks_is_blank_in_coalesce_and_is_blank_alone() -> None:
    assert missing("coalesce(b, a)") == "coalesce(a)"
    assert missing("is_blank(b)") == "case when true then 'true' else 'false' end"
    for text in ("concat(a, b)", "coalesce(b, c)", "if(b == 'x', a, '')", "col('b', 'c')"):
        with pytest.raises(MissingColumnError):
            missing(text)
