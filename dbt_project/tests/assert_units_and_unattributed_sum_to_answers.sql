-- For each unit definition every scored answer is in one unit or counted as unattributed: none dropped, none twice.
{{ config(meta={'dagster': {'ref': {'name': 'agg_answer_counts'}}}) }}

with

placed as (
    select
        unit_definition_id,
        answered_count
    from {{ ref('agg_answer_counts') }}
    union all
    select
        unit_definition_id,
        answered_count
    from {{ ref('agg_unattributed') }}
),

scored as (
    select count(*) as answer_count
    from {{ ref('fct_response') }}
    where is_satisfied is not null
)

select
    placed.unit_definition_id,
    sum(placed.answered_count) as placed_count,
    min(scored.answer_count) as answer_count
from placed
cross join scored
group by placed.unit_definition_id
having sum(placed.answered_count) <> min(scored.answer_count)
