-- grain: one row per organisation unit and period of the company with employees who ought to be trained
with

company as (
    select * from {{ source('config', 'company') }}
),

trainings as (
    select * from {{ ref('stg_people__training') }}
    where course_topic in ('survey_conduct', 'customer_voice') and not coalesce(is_deleted, false)
),

periods as (
    select
        periods.period_kind,
        periods.period_start_on,
        least(periods.period_end_on, company.as_of_on) as last_on
    from {{ ref('int_company_period') }} as periods
    cross join company
),

-- who has to be trained is told by the list; where it does not say, everybody
employees as (
    select
        periods.period_kind,
        periods.period_start_on,
        people.person_id,
        any_value(people.branch_id) as branch_id,
        coalesce(bool_or(
            trainings.completed_on <= periods.last_on
            and coalesce(trainings.valid_to_on >= periods.last_on, true)
        ), false) as is_trained,
        coalesce(bool_or(trainings.is_required), false) as is_required
    from periods
    inner join {{ ref('dim_person') }} as people
        on {{ holds_on('people', 'periods.last_on') }}
    left join trainings
        on people.person_id = trainings.person_id
    where periods.last_on >= (select min(known.completed_on) from trainings as known)
    group by periods.period_kind, periods.period_start_on, people.person_id
),

eligible as (
    select
        *,
        is_required or not coalesce((select bool_or(listed.is_required) from trainings as listed), false) as is_known
    from employees
),

{{ kpi_standing_cells('G05', 'eligible', numerator='count(*) filter (where is_trained)') }}

select * from final
