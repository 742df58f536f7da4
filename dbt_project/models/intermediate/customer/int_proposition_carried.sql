-- grain: one row per value proposition that the company's map of activities names; none where no map came
with

links as (
    select
        lower(to_id) as value_measure_code,
        from_id
    from {{ ref('stg_scorecard__kpi_link') }}
    where link_type = 'carries' and to_kind = 'proposition' and not coalesce(is_deleted, false)
),

final as (
    select
        value_measure_code,
        count(distinct from_id) as carrier_count
    from links
    group by value_measure_code
)

select * from final
