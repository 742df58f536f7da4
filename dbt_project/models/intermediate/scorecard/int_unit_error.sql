-- grain: one row per survey, organisation unit and period with a unit whose answers are contradicted twice
with

verdicts as (
    select
        verdicts.survey_id,
        verdicts.period_start_on,
        {{ period_end('verdicts.period_kind', 'verdicts.period_start_on') }} as period_end_on,
        coalesce(verdicts.branch_id, people.branch_id) as branch_id
    from {{ ref('fct_verdict') }} as verdicts
    left join {{ ref('dim_person') }} as people
        on verdicts.owner_id = people.person_id
    where verdicts.conclusion_code = 'error'
),

final as (
    select distinct
        verdicts.survey_id,
        units.org_unit_id,
        periods.period_kind,
        periods.period_id
    from verdicts
    inner join {{ ref('int_company_period') }} as periods
        on
            verdicts.period_start_on <= periods.period_end_on
            and verdicts.period_end_on >= periods.period_start_on
    cross join {{ org_units('verdicts') }}
    where units.org_unit_id is not null
)

select * from final
