-- grain: one row per KPI, organisation unit and period for which a target holds
with

targets as (
    select * from {{ source('config', 'target') }}
),

kpi_values as (
    select
        kpi_values.*,
        org_units.parent_org_unit_id
    from {{ ref('fct_kpi_value') }} as kpi_values
    inner join {{ ref('dim_org_unit') }} as org_units
        on kpi_values.org_unit_id = org_units.org_unit_id
),

-- a unit without a target of its own is held to that of the unit above

final as (
    select
        kpi_values.kpi_id,
        kpi_values.org_unit_id,
        kpi_values.period_kind,
        kpi_values.period_id,
        targets.org_unit_id as target_org_unit_id,
        targets.valid_from_on as target_valid_from_on,
        targets.floor_value,
        targets.target_value,
        targets.stretch_value,
        targets.weight
    from kpi_values
    inner join targets
        on
            kpi_values.kpi_id = targets.kpi_id
            and targets.org_unit_id in (kpi_values.org_unit_id, kpi_values.parent_org_unit_id)
            and kpi_values.period_start_on >= targets.valid_from_on
            and kpi_values.period_start_on <= coalesce(targets.valid_to_on, kpi_values.period_start_on)
    -- the latest one stands where two overlap
    qualify row_number() over (
        partition by kpi_values.kpi_id, kpi_values.org_unit_id, kpi_values.period_kind, kpi_values.period_id
        order by
            targets.org_unit_id = kpi_values.org_unit_id desc,
            targets.valid_from_on desc,
            targets.approved_on desc nulls last
    ) = 1
)

select * from final
