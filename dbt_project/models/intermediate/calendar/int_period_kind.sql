-- grain: one row per length of a period
{{ config(materialized='ephemeral') }}

with

final as (
    select unnest(['month', 'quarter', 'year']) as period_kind
)

select * from final
