-- grain: one row per length of a period
with

final as (
    select unnest(['month', 'quarter', 'year']) as period_kind
)

select * from final
