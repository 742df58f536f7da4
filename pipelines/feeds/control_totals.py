"""What a source says of a file that it sent: `<file>_control.json` beside it.

Belongs here: which file a control file is for, what it may say, and whether the rows agree with it.
Elsewhere: the sums of the rows (batch_facts), what a difference stops (expectations/sources, gate).
"""

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import PurePosixPath
from typing import Any

from pipelines.feeds.problem import refuse

SUFFIX = "_control.json"
_NEXT = 'write {"row_count": 120, "amount_sum": {"EUR": "1234.50"}}'
_SMALLEST = Decimal("0.0001")


def is_control(file: str) -> bool:
    """Whether a file states the totals of another one."""
    return file.lower().endswith(SUFFIX)


def is_for(control: str, file: str) -> bool:
    """Whether a control file states the totals of this file: same folder, same name with or without its ending."""
    beside, data = PurePosixPath(control), PurePosixPath(file)
    named = beside.name[: -len(SUFFIX)]
    return beside.parent == data.parent and named in (data.name, data.stem)


def read(file: str, content: bytes) -> dict[str, str]:
    """Its totals, e.g. {"row_count": "120", "net_amount EUR": "1234.5"}; an amount without a column is `amount`.

    Raises RefusedFileError when it is no such statement.
    """
    try:
        said = json.loads(content, parse_float=Decimal, parse_int=Decimal)
        return _totals(said)
    except (ValueError, TypeError, AttributeError, InvalidOperation) as error:
        raise refuse(file, f"does not state control totals ({error})", _NEXT) from None


def _totals(said: dict[str, Any]) -> dict[str, str]:
    totals = {"row_count": str(_number(said["row_count"]))} if "row_count" in said else {}
    sums, column = said.get("amount_sum", {}), str(said.get("amount_column", "amount"))
    by_currency = sums if isinstance(sums, dict) else {"": sums}
    totals |= {f"{column} {code}".strip(): str(_number(total)) for code, total in by_currency.items()}
    if not totals:
        raise ValueError("neither row_count nor amount_sum")
    return totals


def _number(said: Any) -> Decimal:
    number = Decimal(str(said))
    if isinstance(said, bool) or not number.is_finite():
        raise ValueError(f"{said!r} is no number")
    return number


def differences(stated: Mapping[str, str], row_count: int, sums: Mapping[str, str]) -> list[str]:
    """Where the rows of a file do not come to what its source states, each with both numbers.

    `sums` are those of batch_facts.amount_sums; an amount without a column is that of the first one, an amount without
    a currency that of all currencies.
    """
    measured = {"row_count": Decimal(row_count)} | _measured(sums)
    found = []
    for total, text in stated.items():
        there, here = Decimal(text), measured.get(total, Decimal(0))
        if abs(there - here) >= _SMALLEST:
            found.append(f"{total}: the source states {there:,f}, the file holds {here:,f}")
    return found


def _measured(sums: Mapping[str, str]) -> dict[str, Decimal]:
    first = next(iter(sums), "").split(" ")[0]
    measured: dict[str, Decimal] = {}
    for key, text in sums.items():
        column, _, code = key.partition(" ")
        names = {key, column} | ({f"amount {code}".strip(), "amount"} if column == first else set())
        for spelled in names:
            measured[spelled] = measured.get(spelled, Decimal(0)) + Decimal(text)
    return measured
