-- grain: one row per satisfaction cell
with

assessed as (
    select * from {{ source('integrity', 'cell_interval') }}
),

-- a column in which a run found nothing has no type of its own
final as (
    select
        cast(cell_id as varchar) as cell_id,
        cast(lower_share as double) as lower_share,
        cast(upper_share as double) as upper_share,
        cast(interval_method as varchar) as interval_method
    from assessed
)

select * from final
