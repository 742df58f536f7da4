"""What faults that customers found have cost: the amount, what it is made of, and where it falls.

Belongs here: the parts of the year's quality cost, the accounts and products that bear most of it.
Elsewhere: each loss once, at the rate of its day (dbt's mart_external_failure_cost); the share of revenue (headline).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.report.words import Say, Value, finite, money, number, percent, say, sentences, short, whole

Row = dict[str, object]
PARTS = ("external", "internal", "appraisal", "prevention")
LOSSES = """
select
    left(period_id, 4) as period_id,
    any_value(currency_code) as currency_code,
    sum(external_amount) as external_amount,
    sum(internal_amount) as internal_amount,
    sum(appraisal_amount) as appraisal_amount,
    sum(prevention_amount) as prevention_amount,
    sum(estimated_external_amount) as estimated_amount,
    sum(recovered_external_amount) as recovered_amount,
    cast(sum(external_loss_count) as bigint) as external_loss_count,
    cast(sum(unconverted_count) as bigint) as unconverted_count
from mart_external_failure_cost
group by left(period_id, 4)
order by period_id"""
PLACES_OF_LOSS = """
with places as (
    select left(period_id, 4) as period_id, 'account' as place_code,
        coalesce(accounts.account_name, losses.account_id) as place_name, external_amount
    from mart_external_failure_cost as losses
    left join dim_account as accounts using (account_id)
    where losses.account_id is not null
    union all
    select left(period_id, 4), 'product', product_id, external_amount
    from mart_external_failure_cost
    where product_id is not null
)

select period_id, place_code, place_name, sum(external_amount) as external_amount
from places
group by period_id, place_code, place_name
having sum(external_amount) > 0
qualify row_number() over (partition by period_id, place_code order by sum(external_amount) desc, place_name) <= 3
order by period_id, place_code, external_amount desc, place_name"""


@dataclass(frozen=True)
class Part:
    """One part of the year's quality cost, or one place where it falls; `to` in percent of the largest."""

    text: Say | str
    amount: str
    share: str
    to: float


@dataclass(frozen=True)
class Losses:
    """What the page says of the cost of faults."""

    is_measured: bool
    amount: str
    lead: Value
    parts: tuple[Part, ...]
    accounts: tuple[Part, ...]
    products: tuple[Part, ...]


def compose_losses(rows: Sequence[Row], places: Sequence[Row], year: str) -> Losses:
    """The losses of `year`; shares are of the external failure cost."""
    row = next((row for row in rows if row.get("period_id") == year), {})
    external = finite(row.get("external_amount"))
    return Losses(
        is_measured=external is not None,
        amount=money(row.get("external_amount"), row.get("currency_code")),
        lead=_lead(row),
        parts=_bars([(say(f"loss.{part}"), row.get(f"{part}_amount")) for part in PARTS], row),
        accounts=_places(places, "account", row, year),
        products=_places(places, "product", row, year),
    )


def _lead(row: Row) -> Value:
    """How much, how much of it is estimated, how much came back, and what could not be added up."""
    external, unconverted = finite(row.get("external_amount")), whole(row.get("unconverted_count"))
    estimated, recovered = (_ratio(row.get(f"{kind}_amount"), external) for kind in ("estimated", "recovered"))
    amount, count = money(row.get("external_amount"), row.get("currency_code")), whole(row.get("external_loss_count"))
    return sentences(
        say("losses.lead", count=number(count), amount=amount),
        None if estimated is None else say("losses.estimated", share=percent(estimated)),
        None if recovered is None else say("losses.recovered", share=percent(recovered)),
        say("losses.unconverted", n=number(unconverted)) if unconverted else None,
    )


def _ratio(part: object, whole_amount: float | None) -> float | None:
    value = finite(part)
    return None if value is None or not whole_amount else value / whole_amount


def _places(places: Sequence[Row], code: str, row: Row, year: str) -> tuple[Part, ...]:
    shown = [place for place in places if place.get("period_id") == year and place.get("place_code") == code]
    return _bars([(short(place.get("place_name")), place.get("external_amount")) for place in shown], row)


def _bars(named: Sequence[tuple[Say | str, object]], row: Row) -> tuple[Part, ...]:
    found = [(text, amount, value) for text, amount in named if (value := finite(amount)) is not None]
    top = max((value for _, _, value in found), default=0.0) or 1.0
    external = finite(row.get("external_amount"))
    return tuple(
        Part(
            text=text,
            amount=money(amount, row.get("currency_code")),
            share=percent(_ratio(amount, external)),
            to=round(100 * max(value, 0.0) / top, 2),
        )
        for text, amount, value in found
    )
