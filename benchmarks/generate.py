"""Made-up feeds of any size in a workspace: the same rows for the same size, written by DuckDB from row numbers.

Belongs here: the rows of the workload, their few faults, the workspace around them.
Elsewhere: how their columns become canonical ones (workspace/feeds); what is computed from them (floor, pipelines).

    python -m benchmarks.generate DIRECTORY --rows 1e6
"""

import argparse
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

CONFIGURATION = Path(__file__).parent / "workspace"
ITEMS = tuple(f"item_{number}" for number in range(1, 9))
FIELD_TOO_MANY = ",2024-01-01 00:05:00" + ",4" * len(ITEMS) + ",8,,one field too many"

# A number in [0, 1) and one of a few whole numbers, fixed by a row number and the question asked of it.
_MACROS = """
create macro u(x, salt) as (hash(x, salt) >> 11) / 9007199254740992.0;
create macro pick(x, salt, n) as (hash(x, salt) % n)::bigint;
create macro at_share(share) as timestamp '2024-01-01' + to_seconds((share * 731 * 86400)::bigint);
create macro day(moment) as strftime(moment, '%Y-%m-%d');
create macro second(moment) as strftime(moment, '%Y-%m-%d %H:%M:%S');
"""


@dataclass(frozen=True)
class Size:
    """How many rows each feed has for a number of responses."""

    responses: int

    accounts = property(lambda self: max(self.responses // 20, 100))
    invitations = property(lambda self: self.responses * 3 // 2)
    orders = property(lambda self: self.responses // 2)
    owners = property(lambda self: max(self.responses // 20_000, 20))
    branches = property(lambda self: max(self.owners // 12, 4))
    ragged = property(lambda self: max(self.responses // 20_000, 2))


def files(size: Size) -> dict[str, str]:
    """Each file below landing/ and the SELECT of its rows."""
    return {
        "crm/account/accounts.csv": _accounts(size),
        "crm/sales_order/orders.csv": _orders(size),
        "crm/delivery/deliveries.csv": _deliveries(size),
        "quality/loss_event/losses.csv": _losses(size),
        "survey/invitation/invitations.csv": _invitations(size),
        "survey/response/responses.csv": _responses(size),
    }


def _accounts(size: Size) -> str:
    return f"""
select a as customer_id, 'Customer ' || a as name, 1 + pick(a, 31, {size.owners}) as rep_id,
    1 + pick(a, 31, {size.owners}) % {size.branches} as branch_id, ['A', 'B', 'C'][1 + pick(a, 32, 3)] as segment,
    'desk' || a || '@example.org' as email,
    day(timestamp '2023-12-01' - to_days(pick(a, 33, 2000)::integer)) as opened_on
from range(1, {size.accounts} + 1) as accounts(a)"""


def _invitation(j: str, size: Size) -> str:
    """What an invitation and its answer have in common."""
    return f"""{j} as invitation_id, 1 + pick({j}, 1, {size.accounts}) as customer_id,
    1 + ({j} // 15000) * 5 + pick({j}, 2, 5) as collector_id,
    ['email', 'email', 'sms', 'web', 'phone', 'qr'][1 + pick({j}, 3, 6)] as channel,
    ['order', 'delivery', 'support', 'billing', 'visit', 'renewal'][1 + pick({j}, 4, 6)] as touchpoint"""


def _invitations(size: Size) -> str:
    return f"""
select {_invitation("j", size)}, second(at_share(j / {size.invitations + 1}.0)) as sent_at
from range(1, {size.invitations} + 1) as invitations(j)"""


def _orders(size: Size) -> str:
    return f"""
select o as order_id, 1 + pick(o, 21, {size.accounts}) as customer_id,
    second(at_share(o / {size.orders + 1}.0)) as ordered_at, 'P' || pick(o, 22, 40) as product_line,
    (50 + 5000 * pow(u(o, 23), 3))::decimal(12, 2) as amount
from range(1, {size.orders} + 1) as orders(o)"""


def _deliveries(size: Size) -> str:
    ordered = f"at_share(o / {size.orders + 1}.0)"
    return f"""
select o as delivery_id, o as order_id, 1 + pick(o, 21, {size.accounts}) as customer_id,
    day({ordered} + interval 7 days) as promised_on,
    day({ordered} + to_days((3 + pick(o, 24, 6))::integer)) as delivered_on, 1 + pick(o, 25, 50) as qty
from range(1, {size.orders} + 1) as orders(o)"""


def _losses(size: Size) -> str:
    happened = f"at_share(o / {size.orders + 1}.0) + to_days((10 + pick(o, 26, 30))::integer)"
    return f"""
select o // 20 + 1 as loss_id, o as order_id, 1 + pick(o, 21, {size.accounts}) as customer_id,
    day({happened}) as lost_on,
    ['scrap', 'rework', 'return', 'warranty', 'penalty'][1 + pick(o, 27, 5)] as loss_type,
    (10 + 2000 * pow(u(o, 28), 2))::decimal(12, 2) as cost
from range(1, {size.orders} + 1) as orders(o) where o % 20 = 7"""


def _responses(size: Size) -> str:
    """Two of three invitations are answered; eight opinions lean with the account, the overall one with the eight.

    `fault` spoils 0.5 % of the rows, each in one of eight ways; 0.1 % carry the id of the row before.
    """
    leaning = "3.6 + 1.6 * (u(customer_id, 90) - 0.5) + 2.4 * (u(i, {0}) + u(i, 4{0}) - 1)"
    opinions = ",\n    ".join(
        f"least(5, greatest(1, round({leaning.format(10 + k)})))::integer as opinion_{k}" for k in range(1, 9)
    )
    mean = "(" + " + ".join(f"opinion_{k}" for k in range(1, 9)) + ") / 8.0"
    wrong = {1: "when fault = 3 then '9'", 2: "when fault = 4 then 'x'"}
    items = ",\n    ".join(
        f"case {wrong.get(k, '')} when u(i, 6{k}) < 0.01 then null else opinion_{k}::varchar end as item_{k}"
        for k in range(1, 9)
    )
    return f"""
with answered as (
    select i, {_invitation("((i * 3) // 2)", size)}, at_share(i / {size.responses + 1}.0) as opened,
        case when u(i, 5) < 0.005 then 1 + pick(i, 6, 8) else 0 end as fault
    from range(1, {size.responses} + 1) as responses(i)
),
asked as (select *, opened + to_seconds(pick(i, 8, 86400)) as started, {opinions} from answered)
select case when fault = 1 then null when u(i, 7) < 0.001 then (i - 1)::varchar else i::varchar end as response_id,
    invitation_id, customer_id, collector_id, case when fault = 2 then 'fax' else channel end as channel, touchpoint,
    case when fault = 7 then 'yesterday' else second(started) end as started_at,
    case when fault = 5 then '2025-13-45 00:00:00' when fault = 6 then null
        else second(started + to_seconds(60 + pick(i, 9, 1800))) end as submitted_at,
    {items},
    case when fault = 8 then '11'
        else least(10, greatest(0, round({mean} * 2.2 - 0.5 + 2 * (u(i, 70) - 0.5))))::integer::varchar end as overall,
    case when u(i, 80) < 0.1 then ['Late again; ', 'Helpful and quick, ', 'Not what we ordered. ', 'All good! ',
        'Part "A4" failed on site, ', 'Thank you; '][1 + pick(i, 81, 6)] || 'ref ' || pick(i, 82, 100000) end as comment
from asked"""


def write(directory: Path, rows: int, *, configured: bool = True) -> None:
    """Write a workspace with `rows` responses and the feeds that go with them."""
    size = Size(rows)
    with duckdb.connect() as connection:
        connection.execute(_MACROS)
        for name, query in files(size).items():
            file = directory / "landing" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            connection.execute(f"copy ({query}) to $file (format csv, header true)", {"file": str(file)})
    _add_ragged_lines(directory / "landing/survey/response/responses.csv", size)
    if configured:
        shutil.copytree(CONFIGURATION, directory, dirs_exist_ok=True)


def _add_ragged_lines(file: Path, size: Size) -> None:
    """Lines that no reader can take: by turns too few and too many fields."""
    start = "9{0:09},1,1,1,email,order,2024-01-01 00:00:00"
    with file.open("a", encoding="utf-8") as out:
        for number in range(size.ragged):
            out.write(start.format(number) + (FIELD_TOO_MANY if number % 2 else "") + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write a workspace of made-up feeds.")
    parser.add_argument("directory", type=Path)
    parser.add_argument("--rows", type=float, default=1e6)
    parser.add_argument("--feeds-only", action="store_true", help="no company.yaml and no mappings")
    said = parser.parse_args()
    write(said.directory, int(said.rows), configured=not said.feeds_only)
