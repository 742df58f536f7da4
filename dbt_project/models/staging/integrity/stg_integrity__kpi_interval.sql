-- grain: one row per KPI, organisation unit and period
with

assessed as (
    select * from {{ source('integrity', 'kpi_interval') }}
),

-- a column in which a run found nothing has no type of its own
final as (
    select
        cast(kpi_id as varchar) as kpi_id,
        cast(org_unit_id as varchar) as org_unit_id,
        cast(period_kind as varchar) as period_kind,
        cast(period_id as varchar) as period_id,
        cast(lower_value as double) as lower_value,
        cast(upper_value as double) as upper_value,
        cast(interval_method as varchar) as interval_method
    from assessed
)

select * from final
