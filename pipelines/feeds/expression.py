"""A small language for values that a file does not hold as they are needed, compiled to SQL.

Belongs here: its grammar (a part of Python's), and how each piece is written in SQL with quoted literals.
Elsewhere: where an expression may stand (mapping), what its columns are (plan).

    concat(review_id, '-', order_id)        null when a part is missing
    if(deals.sr_id == 'x' and not is_blank(note), 'a', col("满意度(1-5)"))
    left(delivered, 10) > left(promised, 10)          text is compared as text
    price >= 100                                       a number on one side: compared as numbers
    number_in("123秒")                                  '123': the first digits of a text, with their decimals
    seconds_in("1小时2分3秒"), seconds_in("01:02:03")      '3723'
    time_in(start, zone)                               a local time beside the IANA or Windows name of its zone, in UTC
    before(a, '('), after(a, '@')                      before: all of it when the mark is not there; after: blank
    contains(department, '质量', '品质')                  one of them is in it
    excel_date("46027.5")                              '2026-01-05 12:00:00'; all other texts as they are
    domains_in(attendees)                              'a.example;b.example': of the mail addresses in a text
    coalesce(mobile, col('Phone', 'Telefon'))          a column that the file lacks is blank here and in is_blank;
                                                       col takes the first of its names that the file has
"""

import ast
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from pipelines.feeds import zones
from pipelines.warehouse.connect import quote

Kind = Literal["text", "number", "boolean"]
Resolve = Callable[[str], str]
MAX_LENGTH = 2000

_COMPARE: dict[type[ast.cmpop], str] = {
    ast.Eq: "=", ast.NotEq: "<>", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip
_NUMBER = r"[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)"
_DIGITS = "translate({0}, '０１２３４５６７８９．：', '0123456789.:')"


def _seconds_sql() -> str:
    """Seconds of `1h 2m 3s`, `1小时2分3秒`, `62:03`, `1:02:03` or a bare number of seconds; null for all else."""
    text = f"replace(trim({_DIGITS}), ' ', '')"
    clock = f"regexp_extract({text}, '^(?:([0-9]+):)?([0-9]+):([0-9]{{{{2}}}})$', ['h', 'm', 's'])"
    units = (
        f"regexp_extract({text}, '^(?:([0-9]+)(?:小时|时|h|hours?))?(?:([0-9]+)(?:分钟|分|m|min|mins|minutes?))?"
        "(?:([0-9]+)(?:秒钟|秒|s|sec|secs|seconds?)?)?$', ['h', 'm', 's'])"
    )
    found = f"(case when contains({text}, ':') then {clock} else {units} end)"
    parts = [f"try_cast({found}.{part} as bigint)" for part in "hms"]
    summed = " + ".join(f"coalesce({part}, 0) * {n}" for part, n in zip(parts, (3600, 60, 1), strict=True))
    return f"(case when coalesce({', '.join(parts)}) is not null then cast({summed} as varchar) end)"


# Excel counts days from 1899-12-30 (it holds 1900 for a leap year); its general format shows that number.
_EXCEL_DATE = (
    "(case when regexp_full_match({0}, '[1-9][0-9]{{4}}([.][0-9]+)?') then strftime(timestamp '1899-12-30' "
    "+ to_seconds(cast(round(cast({0} as double) * 86400) as bigint)), '%Y-%m-%d %H:%M:%S') else {0} end)"
)
_DOMAINS = (
    "nullif(array_to_string(list_sort(list_distinct("
    "regexp_extract_all(lower({0}), '@([a-z0-9.-]+[a-z0-9])', 1))), ';'), '')"
)
# name -> (kinds of the arguments, SQL with one place for each, kind of the result);
# concat, coalesce and col take any number
_FUNCTIONS: dict[str, tuple[tuple[Kind, ...], str, Kind]] = {
    "lower": (("text",), "lower({0})", "text"),
    "upper": (("text",), "upper({0})", "text"),
    "trim": (("text",), "trim({0})", "text"),
    "left": (("text", "number"), "left({0}, ({1})::integer)", "text"),
    "right": (("text", "number"), "right({0}, ({1})::integer)", "text"),
    "substr": (("text", "number", "number"), "substr({0}, ({1})::integer, ({2})::integer)", "text"),
    "replace": (("text", "text", "text"), "replace({0}, {1}, {2})", "text"),
    "split_part": (("text", "text", "number"), "nullif(split_part({0}, {1}, ({2})::integer), '')", "text"),
    "before": (("text", "text"), "nullif(trim(split_part({0}, {1}, 1)), '')", "text"),
    "after": (
        ("text", "text"),
        "(case when contains({0}, {1}) then nullif(trim(substr({0}, instr({0}, {1}) + length({1}))), '') end)",
        "text",
    ),
    "number_in": (("text",), f"nullif(regexp_extract({_DIGITS}, '[0-9]+([.][0-9]+)?'), '')", "text"),
    "seconds_in": (("text",), _seconds_sql(), "text"),
    "pad_left": (
        ("text", "number", "text"),
        "(case when length({0}) < ({1})::integer then lpad({0}, ({1})::integer, {2}) else {0} end)",
        "text",
    ),
    "excel_date": (("text",), _EXCEL_DATE, "text"),
    "domains_in": (("text",), _DOMAINS, "text"),
    "contains": (("text", "text"), "contains({0}, {1})", "boolean"),
    "starts_with": (("text", "text"), "starts_with({0}, {1})", "boolean"),
    "is_number": (("text",), f"regexp_full_match(trim({{0}}), '{_NUMBER}')", "boolean"),
}
FUNCTIONS = (*_FUNCTIONS, "concat", "coalesce", "is_blank", "if", "col", "time_in")
_IF = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|\bif\s*\(""")


class ExpressionError(ValueError):
    """An expression that is not of this language."""


class MissingColumnError(ExpressionError):
    """An expression names a column that the file lacks; `column` is its name."""

    def __init__(self, column: str) -> None:
        super().__init__(f"the file lacks the column {column!r}")
        self.column = column


@dataclass(frozen=True)
class _Sql:
    text: str
    kind: Kind


def check(expression: str) -> None:
    """Raises ExpressionError when the expression is not of this language; columns are not looked up."""
    compile_text(expression, lambda name: "x")


def columns(expression: str) -> list[str]:
    """The columns that an expression reads, in each of their spellings; those of a join as `join.column`."""
    check(expression)
    return list(dict.fromkeys(_columns(_parse(expression))))


def _columns(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name):
            yield name
        case ast.Attribute(value=ast.Name(id=join), attr=name):
            yield f"{join}.{name}"
        case ast.Call(func=ast.Name(id="col"), args=args):
            yield from _literals(args)
        case _:
            inner = node.args if isinstance(node, ast.Call) else ast.iter_child_nodes(node)
            for child in inner:
                yield from _columns(child)


def compile_text(expression: str, resolve: Resolve) -> str:
    """SQL of type text. `resolve` turns a column name into SQL and may raise ExpressionError."""
    sql = _compile(_parse(expression), resolve)
    if sql.kind == "boolean":
        return f"case when {sql.text} then 'true' else 'false' end"
    return sql.text if sql.kind == "text" else f"cast({sql.text} as varchar)"


def compile_condition(expression: str, resolve: Resolve) -> str:
    """SQL of type boolean, never null: what is not known is false."""
    sql = _compile(_parse(expression), resolve)
    if sql.kind != "boolean":
        raise ExpressionError("must be a condition, such as `status == 'x'` or `is_blank(delivered)`")
    return f"coalesce({sql.text}, false)"


def _parse(expression: str) -> ast.expr:
    if len(expression) > MAX_LENGTH:
        raise ExpressionError(f"is longer than {MAX_LENGTH} characters")
    source = _IF.sub(lambda found: found.group(1) or "if_(", expression)
    try:
        return ast.parse(source.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionError(f"cannot be read: {getattr(error, 'msg', None) or 'too complicated'}") from None


def _compile(node: ast.expr, resolve: Resolve) -> _Sql:
    match node:
        case ast.Constant(value=str(text)):
            return _Sql(quote(text), "text")
        case ast.Constant(value=bool(truth)):
            return _Sql(str(truth).lower(), "boolean")
        case ast.Constant(value=int(number) | float(number)) if math.isfinite(number):
            return _Sql(str(number), "number")
        case ast.Name(id=name):
            return _Sql(resolve(name), "text")
        case ast.Attribute(value=ast.Name(id=join), attr=name):
            return _Sql(resolve(f"{join}.{name}"), "text")
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _Sql(f"(not {_boolean(operand, resolve)})", "boolean")
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(number) | float(number))):
            return _Sql(str(-number), "number")
        case ast.BoolOp(op=op, values=values):
            word = " and " if isinstance(op, ast.And) else " or "
            return _Sql(f"({word.join(_boolean(value, resolve) for value in values)})", "boolean")
        case ast.Compare(left=left, ops=ops, comparators=rights) if len(ops) == 1:
            return _compare(left, ops[0], rights[0], resolve)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
            return _call(name, args, resolve)
    raise ExpressionError(f"{ast.unparse(node)[:60]!r} is not part of the language; functions: {', '.join(FUNCTIONS)}")


def _boolean(node: ast.expr, resolve: Resolve) -> str:
    sql = _compile(node, resolve)
    if sql.kind != "boolean":
        raise ExpressionError(f"{ast.unparse(node)[:60]!r} must be a condition")
    return f"coalesce({sql.text}, false)"


def _compare(left: ast.expr, op: ast.cmpop, right: ast.expr, resolve: Resolve) -> _Sql:
    first = _compile(left, resolve)
    if isinstance(op, ast.In | ast.NotIn) and isinstance(right, ast.List | ast.Tuple | ast.Set) and right.elts:
        items = ", ".join(_as(_compile(item, resolve), "text") for item in right.elts)
        word = "in" if isinstance(op, ast.In) else "not in"
        return _Sql(f"({_as(first, 'text')} {word} ({items}))", "boolean")
    if type(op) not in _COMPARE:
        raise ExpressionError("only ==, !=, <, <=, >, >= and `in [..]` compare")
    second = _compile(right, resolve)
    kind: Kind = "number" if "number" in (first.kind, second.kind) else "text"
    return _Sql(f"({_as(first, kind)} {_COMPARE[type(op)]} {_as(second, kind)})", "boolean")


def _call(name: str, args: list[ast.expr], resolve: Resolve) -> _Sql:
    if name == "col" and args and (names := _literals(args)):
        return _Sql(_first_there(names, resolve), "text")
    if name == "if_" and len(args) == 3:
        condition, *values = _boolean(args[0], resolve), *(_as(_compile(a, resolve), "text") for a in args[1:])
        return _Sql(f"(case when {condition} then {values[0]} else {values[1]} end)", "text")
    if name == "is_blank" and len(args) == 1:
        try:
            return _Sql(f"({_as(_compile(args[0], resolve), 'text')} is null)", "boolean")
        except MissingColumnError:
            return _Sql("true", "boolean")
    if name == "coalesce" and args:
        return _Sql(f"coalesce({', '.join(_those_there(args, resolve))})", "text")
    if name == "time_in" and len(args) == 2:
        local, zone = (_as(_compile(argument, resolve), "text") for argument in args)
        return _Sql(zones.instant_sql(local, zone), "text")
    if name == "concat" and args:
        return _Sql(f"({' || '.join(_as(_compile(argument, resolve), 'text') for argument in args)})", "text")
    if name == "contains" and len(args) > 2:
        each = [_call(name, [args[0], part], resolve).text for part in args[1:]]
        return _Sql(f"({' or '.join(each)})", "boolean")
    kinds, template, kind = _FUNCTIONS.get(name, ((), "", "text"))
    if not template or len(kinds) != len(args):
        raise ExpressionError(
            f"{name.rstrip('_')}() with {len(args)} arguments is not known; functions: {', '.join(FUNCTIONS)}"
        )
    return _Sql(template.format(*(_as(_compile(a, resolve), k) for a, k in zip(args, kinds, strict=True))), kind)


def _literals(args: list[ast.expr]) -> list[str]:
    """The texts of the arguments; nothing when one of them is no literal text."""
    texts = [arg.value for arg in args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    return texts if len(texts) == len(args) else []


def _first_there(names: list[str], resolve: Resolve) -> str:
    for place, name in enumerate(names, 1):
        try:
            return resolve(name)
        except MissingColumnError:
            if place == len(names):
                raise MissingColumnError(" or ".join(names)) from None
    raise AssertionError("a call of col without a name is refused before")


def _those_there(args: list[ast.expr], resolve: Resolve) -> list[str]:
    """The SQL of the arguments whose columns the file has; one of them must be there."""
    found: list[str] = []
    missing: MissingColumnError | None = None
    for argument in args:
        try:
            found.append(_as(_compile(argument, resolve), "text"))
        except MissingColumnError as error:
            missing = missing or error
    if missing is not None and not found:
        raise missing
    return found


def _as(sql: _Sql, kind: Kind) -> str:
    if sql.kind == kind:
        return sql.text
    if kind == "number":
        return f"try_cast({sql.text} as decimal(38, 10))"
    return f"cast({sql.text} as varchar)"
