-- grain: one row per detector
with

final as (
    select * from {{ ref('stg_integrity__detector') }}
)

select * from final
