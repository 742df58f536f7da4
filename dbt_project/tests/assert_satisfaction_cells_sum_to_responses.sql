-- Satisfaction cells hold every answer exactly once, scored or not.
{{ config(meta={'dagster': {'ref': {'name': 'agg_satisfaction_cells'}}}) }}

with

cells as (
    select coalesce(sum(answered_count + unscored_count), 0) as response_count
    from {{ ref('agg_satisfaction_cells') }}
),

responses as (
    select count(*) as response_count
    from {{ ref('fct_response') }}
)

select
    cells.response_count as cell_count,
    responses.response_count
from cells
cross join responses
where cells.response_count <> responses.response_count
