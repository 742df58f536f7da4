"""Refused rows: where each stands in its file, and which rule it breaks.

Belongs here: the quarantine file of one batch, and how a row number is found again.
Elsewhere: the rules (problem), their order (conform).
"""

from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

from pipelines.feeds.contract import Contract
from pipelines.feeds.problem import NEXT_STEP, Problem, Rule
from pipelines.warehouse.connect import Connection, quote

Refused = tuple[int, str, str]  # row number, rule, its words without data values


@dataclass(frozen=True)
class Place:
    """Where a batch comes from, as its quarantine rows tell it."""

    file: str
    sha256: str
    mapping: str
    header_rows: int


def row_no_sql(number: str, header_rows: int, refused_before: list[int]) -> str:
    """SQL of a record's row number from its place (0, 1, …) among the parsed records.

    `refused_before` holds, for each record that the parser refused, how many parsed records stand before it.
    """
    shift = _shift(number, refused_before, 0)
    return f"cast({number} + {header_rows + 1}{'' if shift == '0' else ' + ' + shift} as bigint)"


def _shift(number: str, before: list[int], counted: int) -> str:
    """A tree of comparisons: neighbouring rows take the same branch, so that many refused records cost little."""
    if not before:
        return str(counted)
    middle = len(before) // 2
    here, later = before[:middle], before[middle + 1 :]
    return (f"case when {number} >= {before[middle]} then {_shift(number, later, counted + middle + 1)} "
            f"else {_shift(number, here, counted)} end")  # fmt: skip


def write(
    connection: Connection, place: Place, raw: Path, before: list[int], parser: list[Refused], target: Path
) -> None:
    """Write the refused rows of a raw file and those of the parser, in the order of the file."""
    number = row_no_sql("file_row_number", place.header_rows, before)
    typed = (f"select {number} as row_no, _refused_column as column_name, _rule as rule, _refused_value as value_safe "
             f"from read_parquet([{quote(str(raw))}], file_row_number = true) where _rule <> 'ignored'")  # fmt: skip
    connection.execute("create or replace temp table parser_refused (row_no bigint, rule varchar, detail varchar)")
    if parser:
        connection.executemany("insert into parser_refused values (?, ?, ?)", parser)
    query = f"{typed} union all select row_no, null, rule, detail from parser_refused"
    file, sha, mapping = (quote(text) for text in (place.file, place.sha256, place.mapping))
    select = (f"select {file} as file, {sha} as sha256, row_no, column_name, rule, value_safe, "
              f"{mapping} as mapping from ({query}) order by row_no")  # fmt: skip
    connection.execute(f"copy ({select}) to {quote(str(target))} (format parquet, compression zstd)")


def problems(connection: Connection, file: Path, per_rule: int = 3, limit: int = 18) -> list[Problem]:
    """The first refused rows of each rule in one quarantine file, as they are told to people."""
    few = f"qualify row_number() over (partition by rule order by row_no) <= {per_rule} order by row_no limit {limit}"
    query = f"select file, row_no, column_name, rule, value_safe from read_parquet([{quote(str(file))}]) {few}"
    return [_problem(*row) for row in connection.execute(query).fetchall()]


def _problem(file: str, row: int, column: str | None, rule: str, value: str | None) -> Problem:
    what = rule.replace("_", " ") + (f" ({value})" if value else "")
    return Problem(file, what, NEXT_STEP.get(Rule(rule), ""), row, column, Rule(rule))


def totals(
    connection: Connection, raw: Path, contract: Contract, stored: Container[str]
) -> tuple[dict[str | None, int], dict[str, str], tuple[str | None, str | None]]:
    """Records by rule (None: loaded); of loaded rows the sums of amounts (decimal text) and the first and last date."""
    amounts = [column for column, known in contract.columns.items() if known.type == "amount" and column in stored]
    dated = contract.row_date if contract.row_date and contract.row_date in stored else None
    asked = [f"cast(sum({column}) as varchar)" for column in amounts]
    asked += [f"cast(cast({of}({dated}) as date) as varchar)" for of in ("min", "max")] if dated else []
    query = f"select {', '.join(['_rule', 'count(*)', *asked])} from read_parquet([{quote(str(raw))}]) group by _rule"
    found = {rule: (count, rest) for rule, count, *rest in connection.execute(query).fetchall()}
    by_rule = {rule: count for rule, (count, _) in sorted(found.items(), key=lambda item: item[0] or "")}
    loaded = found.get(None, (0, [None] * len(asked)))[1]
    sums = {column: text for column, text in zip(amounts, loaded, strict=False) if text is not None}
    return by_rule, sums, (loaded[-2], loaded[-1]) if dated else (None, None)
