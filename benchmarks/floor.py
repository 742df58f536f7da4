"""The floor: the workload's job, written by hand for DuckDB alone; no pipeline can be expected to be faster.

Belongs here: the shortest road from these CSV files to the figures, with the rules of the pipeline's contracts.
Elsewhere: the same job for any company's files (pipelines, dbt_project).

What it leaves out is told in LEFT_OUT and printed beside every ratio.

    python -m benchmarks.floor DIRECTORY FILE [--memory-limit 2GB] [--threads 2]
"""

import argparse
import json
import time
from pathlib import Path

import duckdb

LEFT_OUT = (
    "archive and hashing of the files; pseudonyms; row numbers of refused rows; raw Parquet beside the work file; "
    "scores of single items; findings, conclusions and intervals; expectations; the published copy and its page; "
    "Dagster's record of the run. Identifiers are integers and times need no zone, because these files allow it."
)

ITEMS = tuple(f"item_{number}" for number in range(1, 9))
_FILES: dict[str, tuple[str, dict[str, str]]] = {
    "account": ("crm/account/accounts.csv", {
        "customer_id": "integer", "name": "varchar", "rep_id": "integer", "branch_id": "integer", "segment": "varchar",
        "email": "varchar", "opened_on": "date"}),
    "invitation": ("survey/invitation/invitations.csv", {
        "invitation_id": "bigint", "customer_id": "integer", "collector_id": "integer", "channel": "varchar",
        "touchpoint": "varchar", "sent_at": "timestamp"}),
    "sales_order": ("crm/sales_order/orders.csv", {
        "order_id": "bigint", "customer_id": "integer", "ordered_at": "timestamp", "product_line": "varchar",
        "amount": "decimal(12, 2)"}),
    "delivery": ("crm/delivery/deliveries.csv", {
        "delivery_id": "bigint", "order_id": "bigint", "customer_id": "integer", "promised_on": "date",
        "delivered_on": "date", "qty": "integer"}),
    "loss": ("quality/loss_event/losses.csv", {
        "loss_id": "bigint", "order_id": "bigint", "customer_id": "integer", "lost_on": "date", "loss_type": "varchar",
        "cost": "decimal(12, 2)"}),
    "response": ("survey/response/responses.csv", dict.fromkeys((
        "response_id", "invitation_id", "customer_id", "collector_id", "channel", "touchpoint", "started_at",
        "submitted_at", *ITEMS, "overall", "comment"), "varchar")),
}  # fmt: skip


def _month(column: str) -> str:
    """Months since year 0: narrow, and kept in order."""
    return f"(year({column}) * 12 + month({column}) - 1)::smallint"


def _broken(column: str, low: int, high: int) -> str:
    """A score that is there and is not a number of its scale."""
    return f"({column} is not null and coalesce(try_cast({column} as tinyint) not between {low} and {high}, true))"


_UNREADABLE_ITEM = " or ".join(_broken(item, 1, 5) for item in ITEMS)
_RULE = f"""case
    when try_cast(response_id as bigint) is null then 'missing_key'
    when submitted_at is null then 'missing_row_date'
    when try_cast(submitted_at as timestamp) is null then 'not_a_time'
    when started_at is not null and try_cast(started_at as timestamp) is null then 'not_a_time'
    when channel not in ('email', 'sms', 'web', 'phone', 'qr') then 'unknown_code'
    when {_broken("overall", 0, 10)} then 'outside_scale'
    when {_UNREADABLE_ITEM} then 'outside_scale'
    when try_cast(submitted_at as timestamp) > now()::timestamp then 'in_the_future'
end"""
_TYPED_ITEMS = ", ".join(f"try_cast({item} as tinyint) as {item}" for item in ITEMS)
_OF_ACCOUNT = "a.rep_id, a.branch_id"
_PER_SCORE = ", ".join(f"count(*) filter (overall = {score}) as score_{score}" for score in range(11))

# Each step is a table; narrow columns, one pass a feed, the scorecard as one union and one group.
STEPS: dict[str, str] = {
    "stg_account": "select customer_id, rep_id, branch_id, segment from {account}",
    "stg_invitation": f"select customer_id, channel, {_month('sent_at')} as month from {{invitation}}",
    "stg_sales_order": f"select customer_id, amount, {_month('ordered_at')} as month from {{sales_order}}",
    "stg_delivery": f"""select customer_id, delivered_on <= promised_on as is_on_time,
        {_month("delivered_on")} as month from {{delivery}}""",
    "stg_loss": f"select customer_id, loss_type, cost, {_month('lost_on')} as month from {{loss}}",
    "response": f"""select try_cast(response_id as bigint) as response_id, invitation_id::bigint as invitation_id,
        customer_id::integer as customer_id, collector_id::integer as collector_id, channel, touchpoint,
        try_cast(started_at as timestamp) as started_at, try_cast(submitted_at as timestamp) as submitted_at,
        {_month("try_cast(submitted_at as timestamp)")} as month, {_TYPED_ITEMS},
        try_cast(overall as tinyint) as overall, comment, {_RULE} as rule from {{response}}""",
    "twice": "select response_id from response where rule is null group by response_id having count(*) > 1",
    "superseded": """select invitation_id from (
        select invitation_id, row_number() over (partition by response_id order by submitted_at desc) as place
        from response semi join twice using (response_id) where rule is null) where place > 1""",
    "stg_response": """select customer_id, channel, month, overall from response
        where rule is null and invitation_id not in (select invitation_id from superseded)""",
    "quarantine": "select response_id, rule from response where rule is not null",
    "quarantine_unparsed": "select line, error_type from reject_errors",
    "agg_satisfaction": f"""select month, {_OF_ACCOUNT}, channel, count(*) as answered_count,
        sum(overall) as rating_sum, {_PER_SCORE}
        from stg_response join stg_account as a using (customer_id) group by all""",
    "agg_answering_account": f"""select month, {_OF_ACCOUNT}, channel, count(*) as account_count
        from (select distinct month, channel, customer_id from stg_response) join stg_account as a using (customer_id)
        group by all""",
    "agg_invited": f"""select month, {_OF_ACCOUNT}, channel, sum(invited)::bigint as invited_count,
        count(*) as invited_account_count
        from (select month, channel, customer_id, count(*) as invited from stg_invitation group by all)
        join stg_account as a using (customer_id) group by all""",
    "agg_served": f"""select month, {_OF_ACCOUNT}, count(*) as served_account_count
        from (select distinct month, customer_id from stg_delivery) join stg_account as a using (customer_id)
        group by all""",
    "mart_satisfaction": """select *, account_count / invited_account_count as coverage_of_invited,
            account_count / served_account_count as coverage_of_served
        from agg_invited left join agg_served using (month, rep_id, branch_id)
        left join agg_satisfaction using (month, rep_id, branch_id, channel)
        left join agg_answering_account using (month, rep_id, branch_id, channel)""",
    "mart_quality_cost": """select customer_id, month, count(*) as loss_count, sum(cost) as loss_amount,
        max(cost) as worst_amount from stg_loss group by all""",
    "fct_scorecard": """select customer_id, month, rep_id, branch_id, segment, sum(n)::integer as answered_count,
            sum(rating)::integer as rating_sum, sum(top)::integer as top_count, sum(ordered)::integer as order_count,
            sum(revenue)::decimal(18, 2) as order_amount, sum(delivered)::integer as delivery_count,
            sum(on_time)::integer as on_time_count, sum(cost)::decimal(18, 2) as loss_amount
        from (
            select customer_id, month, 1 as n, overall::integer as rating, (overall >= 9)::integer as top, 0 as ordered,
                null::decimal(18, 2) as revenue, 0 as delivered, 0 as on_time, null::decimal(18, 2) as cost
            from stg_response
            union all select customer_id, month, 0, 0, 0, 1, amount, 0, 0, null from stg_sales_order
            union all select customer_id, month, 0, 0, 0, 0, null, 1, is_on_time::integer, null from stg_delivery
            union all select customer_id, month, 0, 0, 0, 0, null, 0, 0, cost from stg_loss
        ) join stg_account using (customer_id) group by all""",
    "mart_scorecard": """select month, rep_id, branch_id, sum(rating_sum) / sum(answered_count) as mean_rating,
        sum(top_count) / sum(answered_count) as top_share, sum(on_time_count) / sum(delivery_count) as on_time_share,
        sum(loss_amount) / sum(order_amount) as loss_share, sum(order_amount) as order_amount
        from fct_scorecard group by all""",
}


def _reader(directory: Path, feed: str) -> str:
    name, types = _FILES[feed]
    file = str(directory / "landing" / name).replace("'", "''")
    columns = ", ".join(f"'{column}': '{kind}'" for column, kind in types.items())
    rejects = ", ignore_errors = true, store_rejects = true, rejects_limit = 0" if feed == "response" else ""
    dialect = """header = true, auto_detect = false, delim = ',', quote = '"', escape = '"'"""
    return f"read_csv('{file}', {dialect}, columns = {{{columns}}}{rejects})"


def run(directory: Path, file: Path, *, memory_limit: str, threads: int) -> dict[str, object]:
    """Do the job into a fresh database file; returns seconds by step and the counts that two roads must agree on."""
    for old in (file, file.with_name(file.name + ".wal")):
        old.unlink(missing_ok=True)
    readers = {feed: _reader(directory, feed) for feed in _FILES}
    seconds: dict[str, float] = {}
    with duckdb.connect(str(file)) as connection:
        connection.execute(f"set memory_limit = '{memory_limit}'; set threads = {threads}")
        connection.execute("set preserve_insertion_order = false; set enable_progress_bar = false")
        for table, query in STEPS.items():
            started = time.perf_counter()
            connection.execute(f"create table {table} as {query.format(**readers)}")
            seconds[table] = round(time.perf_counter() - started, 3)
        return {"seconds": seconds, **_counts(connection)}


def _counts(connection: duckdb.DuckDBPyConnection) -> dict[str, object]:
    query = """select (select count(*) from stg_response), (select count(*) from quarantine),
        (select count(distinct line) from quarantine_unparsed), (select sum(rating_sum) from agg_satisfaction),
        (select sum(loss_amount)::varchar from fct_scorecard)"""
    names = ("answered", "quarantined", "unparsed", "rating_sum", "loss_amount")
    return dict(zip(names, connection.execute(query).fetchall()[0], strict=True))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Do the workload's job with DuckDB alone.")
    parser.add_argument("directory", type=Path)
    parser.add_argument("file", type=Path)
    parser.add_argument("--memory-limit", default="2GB")
    parser.add_argument("--threads", type=int, default=2)
    said = parser.parse_args()
    print(json.dumps(run(said.directory, said.file, memory_limit=said.memory_limit, threads=said.threads)))
