-- grain: one row per reason code
with

assessed as (
    select * from {{ source('integrity', 'reason') }}
),

-- a column in which a run found nothing has no type of its own
final as (
    select
        cast(reason_code as varchar) as reason_code,
        cast(text_en as varchar) as text_en,
        cast(text_zh as varchar) as text_zh
    from assessed
)

select * from final
