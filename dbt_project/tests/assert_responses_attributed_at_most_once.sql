-- Attribution (owner, branch, scale, severe loss) never multiplies an answer: every response that counts is one row.
{{ config(meta={'dagster': {'ref': {'name': 'fct_response'}}}) }}

with

arrived as (
    select count(*) as response_count
    from {{ ref('stg_survey__response') }}
    where response_status is null or response_status not in ('test', 'spam')
),

attributed as (
    select count(*) as response_count
    from {{ ref('fct_response') }}
)

select
    arrived.response_count as arrived_count,
    attributed.response_count as attributed_count
from arrived
cross join attributed
where arrived.response_count <> attributed.response_count
