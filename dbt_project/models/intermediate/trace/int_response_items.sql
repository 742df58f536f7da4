-- grain: one row per traced answer or back-check with numeric items
{{ config(materialized='table') }}

-- a table, because eight items an answer and everything else about it do not fit into memory at one time
with

final as (
    select
        response_id,
        count(*) as item_count,
        {{ share_mean(turned_share('steps', 'width', 'is_turned')) }} as item_mean,
        case when count(*) >= 3 then min(steps) = max(steps) end as is_straight,
        {{ packed_items('steps', 'place', 0) }} as items_1,
        {{ packed_items('steps', 'place', 16) }} as items_2
    from {{ ref('int_answer_item') }}
    where steps between 0 and width
    group by response_id
)

select * from final
