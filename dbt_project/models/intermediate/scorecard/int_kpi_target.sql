-- grain: one row per KPI, organisation unit and period for which a target holds
with

targets as (
    select * from {{ source('config', 'target') }}
),

kpi_values as (
    select * from {{ ref('fct_kpi_value') }}
),

final as (
    select
        kpi_values.kpi_id,
        kpi_values.org_unit_id,
        kpi_values.period_kind,
        kpi_values.period_id,
        targets.floor_value,
        targets.target_value,
        targets.stretch_value,
        targets.weight
    from kpi_values
    inner join targets
        on
            kpi_values.kpi_id = targets.kpi_id
            and kpi_values.org_unit_id = targets.org_unit_id
            and kpi_values.period_start_on >= targets.valid_from_on
            and kpi_values.period_start_on <= coalesce(targets.valid_to_on, kpi_values.period_start_on)
    -- the latest one stands where two overlap
    qualify row_number() over (
        partition by kpi_values.kpi_id, kpi_values.org_unit_id, kpi_values.period_kind, kpi_values.period_id
        order by targets.valid_from_on desc, targets.approved_on desc nulls last
    ) = 1
)

select * from final
