-- grain: one row per organisation unit, year and KPI with a target, as the scorecard was designed
with

targets as (
    select
        *,
        year(valid_from_on) as first_year,
        year(coalesce(valid_to_on, company.as_of_on)) as last_year
    from {{ source('config', 'target') }}
    cross join (select as_of_on from {{ source('config', 'company') }}) as company
),

years as (
    select distinct unnest(range(first_year, last_year + 1)) as target_year
    from targets
),

-- the target that holds at the end of a year stands for it
held as (
    select
        targets.*,
        years.target_year
    from targets
    inner join years
        on years.target_year between targets.first_year and targets.last_year
    qualify row_number() over (
        partition by targets.kpi_id, targets.org_unit_id, years.target_year
        order by targets.valid_from_on desc, targets.approved_on desc nulls last
    ) = 1
),

own_kpis as (
    select
        kpi_id,
        arg_max(owner_person_id, kpi_version) as owner_person_id,
        arg_max(kpi_source, kpi_version) as kpi_source,
        arg_max(lead_lag, kpi_version) as lead_lag,
        arg_max(better_direction, kpi_version) as better_direction
    from {{ ref('stg_scorecard__kpi') }}
    group by kpi_id
),

incentives as (
    select
        kpi_id,
        max(weight_share) as incentive_weight
    from {{ ref('stg_people__incentive') }}
    where not coalesce(is_deleted, false)
    group by kpi_id
),

catalogue as (
    select * from {{ ref('kpis') }}
),

final as (
    select
        held.org_unit_id,
        cast(held.target_year as varchar) as period_id,
        held.kpi_id,
        catalogue.perspective_code,
        held.weight,
        sum(held.weight) over (
            partition by held.org_unit_id, held.target_year, catalogue.perspective_code
        ) as weight_sum,
        coalesce(own_kpis.better_direction, catalogue.direction) as direction_code,
        held.floor_value,
        held.target_value,
        held.stretch_value,
        own_kpis.owner_person_id is not null or held.approved_by is not null as has_owner,
        own_kpis.kpi_source is not null or catalogue.kpi_id is not null as has_source,
        coalesce(own_kpis.lead_lag, catalogue.lead_lag) = 'lead' as is_lead,
        held.kpi_id in ('F03', 'F04', 'F05', 'P01', 'C13') as is_loss_kpi,
        held.kpi_id in ('C01', 'C02') as is_satisfaction_kpi,
        cast(incentives.incentive_weight as double) as incentive_weight
    from held
    left join catalogue
        on held.kpi_id = catalogue.kpi_id
    left join own_kpis
        on held.kpi_id = own_kpis.kpi_id
    left join incentives
        on held.kpi_id = incentives.kpi_id
)

select * from final
