-- grain: one row per reason code
with

final as (
    select * from {{ ref('stg_integrity__reason') }}
)

select * from final
