"""What the rows of one batch say as a whole: the scales they declare, the sums of their amounts by currency.

Belongs here: questions to a raw file that has just been written, whose answers the manifest keeps.
Elsewhere: what is expected of them (profile, expectations/sources); counts of rows by rule (quarantine).
"""

from collections.abc import Mapping
from pathlib import Path

from pipelines.feeds.contract import ColumnType, Contract
from pipelines.warehouse.connect import Connection, name, quote

NO_SURVEY = "without a survey_id"
_SUBJECT = ("survey_id", "survey_version", "item_id")
_SCALE = ("scale_min", "scale_max")


def declared_scales(
    connection: Connection, raw: Path, contract: Contract, stored: frozenset[str], constants: Mapping[str, str]
) -> dict[str, list[str]]:
    """The scales of each survey, version and question in the loaded rows: {"s1, version 2": ["1 to 5, high_good"]}.

    Empty for a table that has no versions of surveys, and where no row states a scale.
    """
    if not {*_SCALE, "survey_version"} <= set(contract.columns):
        return {}
    column = {c: _sql(c, stored, constants) for c in (*_SUBJECT, *_SCALE, "scale_direction")}
    known = " and ".join(f"{column[c]} is not null" for c in _SCALE)
    names = ", ".join(f"cast({sql} as varchar) as {name(c)}" for c, sql in column.items())
    rows = f"from read_parquet([{quote(str(raw))}]) where _rule is null and {known}"
    varies = not stored.isdisjoint(column)  # what is the same in every row need not be looked for in every row
    query = f"select distinct {names} {rows} order by all" if varies else f"select {names} {rows} limit 1"
    found = connection.execute(query).fetchall()
    scales: dict[str, list[str]] = {}
    for survey, version, item, low, high, direction in found:
        scale = f"{_plain(low)} to {_plain(high)}, {direction or 'high_good'}"
        of_subject = scales.setdefault(_subject(survey, version, item), [])
        of_subject += [scale] if scale not in of_subject else []
    return scales


def amount_sums(
    connection: Connection, raw: Path, contract: Contract, stored: frozenset[str], constants: Mapping[str, str]
) -> dict[str, str]:
    """Sums of all rows of the file, refused ones too where they can be read: {"net_amount EUR": "1234.5000"}.

    A source counts what it sent; what of it is loaded is another question.
    """
    amounts = [c for c, known in contract.columns.items() if known.type is ColumnType.AMOUNT and c in stored]
    if not amounts:
        return {}
    currency = _sql("currency_code", stored, constants)
    asked = ", ".join(f"cast(sum({name(c)}) as varchar)" for c in amounts)
    rows = connection.execute(
        f"select {currency}, {asked} from read_parquet([{quote(str(raw))}]) group by all order by all"
    ).fetchall()
    pairs = [(f"{column} {code or ''}".strip(), total) for code, *totals in rows
             for column, total in zip(amounts, totals, strict=True)]  # fmt: skip
    return {key: total for key, total in pairs if total is not None}


def _sql(column: str, stored: frozenset[str], constants: Mapping[str, str]) -> str:
    if column in stored:
        return name(column)
    return f"cast({quote(constants[column]) if column in constants else 'null'} as varchar)"


def _subject(survey: str | None, version: str | None, item: str | None) -> str:
    parts = [survey or NO_SURVEY, f"version {version}" if version else "", f"item {item}" if item else ""]
    return ", ".join(part for part in parts if part)


def _plain(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number
