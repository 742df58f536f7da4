-- grain: one row per organisation unit, year and KPI with a target, as the scorecard was designed
with

targets as (
    select
        targets.*,
        unnest(range(
            year(targets.valid_from_on), year(coalesce(targets.valid_to_on, company.as_of_on)) + 1
        )) as target_year
    from {{ source('config', 'target') }} as targets
    cross join {{ source('config', 'company') }} as company
),

held as (
    select *
    from targets
    qualify row_number() over (
        partition by kpi_id, org_unit_id, target_year
        order by valid_from_on desc, approved_on desc nulls last
    ) = 1
),

own_kpis as (
    select * from {{ ref('int_own_kpi') }}
),

incentives as (
    select
        held.kpi_id,
        held.target_year,
        max(incentives.weight_share) as incentive_weight
    from held
    inner join {{ ref('stg_people__incentive') }} as incentives
        on held.kpi_id = incentives.kpi_id and not incentives.is_deleted
    where
        coalesce(year(incentives.valid_from_on) <= held.target_year, true)
        and coalesce(year(incentives.valid_to_on) >= held.target_year, true)
    group by held.kpi_id, held.target_year
),

final as (
    select
        held.org_unit_id,
        cast(held.target_year as varchar) as period_id,
        held.kpi_id,
        coalesce(catalogue.perspective_code, own_kpis.perspective_code) as perspective_code,
        held.weight,
        sum(held.weight) over (
            partition by
                held.org_unit_id, held.target_year, coalesce(catalogue.perspective_code, own_kpis.perspective_code)
        ) as weight_sum,
        coalesce(own_kpis.direction_code, catalogue.direction) as direction_code,
        held.floor_value,
        held.target_value,
        held.stretch_value,
        own_kpis.owner_person_id is not null or held.approved_by is not null as has_owner,
        own_kpis.kpi_source is not null or catalogue.kpi_id is not null as has_source,
        coalesce(own_kpis.lead_lag_code, catalogue.lead_lag) = 'lead' as is_lead,
        {{ is_loss_kpi('held.kpi_id') }} as is_loss_kpi,
        {{ is_satisfaction_kpi('held.kpi_id') }} as is_satisfaction_kpi,
        -- no share exceeds one, so a higher target is one in points
        coalesce(
            held.kpi_id = 'C01' and held.target_value > 1
            or own_kpis.kind_code = 'mean' and (held.kpi_id = 'C01' or own_kpis.is_of_core_topic),
            false
        ) as is_mean_satisfaction,
        cast(incentives.incentive_weight as double) as incentive_weight
    from held
    left join {{ ref('kpis') }} as catalogue
        on held.kpi_id = catalogue.kpi_id
    left join own_kpis
        on held.kpi_id = own_kpis.kpi_id
    left join incentives
        on held.kpi_id = incentives.kpi_id and held.target_year = incentives.target_year
)

select * from final
