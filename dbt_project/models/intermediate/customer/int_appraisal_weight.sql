-- grain: one row per period of the company, employee and KPI that his pay or appraisal depends on at its end
with

own_kpis as (
    select
        kpi_id,
        arg_max(domain, kpi_version) as domain_code,
        arg_max(orientation, kpi_version) as orientation
    from {{ ref('stg_scorecard__kpi') }}
    where not coalesce(is_deleted, false)
    group by kpi_id
),

incentives as (
    select * from {{ ref('stg_people__incentive') }}
    where not coalesce(is_deleted, false)
),

final as (
    select
        periods.period_kind,
        periods.period_start_on,
        incentives.person_id,
        people.branch_id,
        people.department,
        incentives.kpi_id,
        incentives.weight_share,
        -- what the company says of its KPI stands before the catalogue
        coalesce(own_kpis.orientation, catalogue.orientation) as orientation_code,
        {{ is_research('coalesce(own_kpis.domain_code, catalogue.domain)') }} or {{ is_research('people.department') }}
        or {{ is_research('people.role') }} as is_research
    from {{ ref('int_company_period') }} as periods
    inner join incentives
        on {{ holds_on('incentives', 'periods.last_on') }}
    left join {{ ref('dim_person') }} as people
        on incentives.person_id = people.person_id
    left join own_kpis
        on incentives.kpi_id = own_kpis.kpi_id
    left join {{ ref('kpis') }} as catalogue
        on incentives.kpi_id = catalogue.kpi_id
)

select * from final
