-- grain: one row per executive and month, quarter or year of the company, with working time and on-site customer time
with

executives as (
    select * from {{ ref('dim_person') }}
    where level = 'executive'
),

company as (
    select * from {{ source('config', 'company') }}
),

-- the calendar up to today, as far as the executive was employed
working_days as (
    select
        executives.person_id,
        periods.period_kind,
        periods.period_start_on,
        calendar.date_on,
        case
            when calendar.is_weekday then coalesce(executives.working_minutes_per_day, 480)
            else 0
        end as working_minutes
    from executives
    cross join company
    inner join {{ ref('dim_date') }} as calendar
        on
            calendar.date_on <= company.as_of_on
            and calendar.date_on >= coalesce(executives.valid_from_on, calendar.date_on)
            and calendar.date_on <= coalesce(executives.valid_to_on, calendar.date_on)
    inner join {{ ref('int_company_period') }} as periods
        on periods.period_start_on = {{ period_start('periods.period_kind', 'calendar.date_on') }}
),

customer_days as (
    select * from {{ ref('int_executive_customer_day') }}
),

recorded_days as (
    select distinct
        person_id,
        cast(start_local_at as date) as date_on
    from {{ ref('int_executive_contact') }}
),

final as (
    select
        working_days.person_id,
        working_days.period_kind,
        working_days.period_start_on,
        cast(sum(working_days.working_minutes) as double) as working_minutes,
        cast(coalesce(sum(customer_days.customer_minutes), 0) as double) as customer_minutes,
        count(recorded_days.date_on) > 0 as has_records
    from working_days
    left join customer_days
        on
            working_days.person_id = customer_days.person_id
            and working_days.date_on = customer_days.date_on
    left join recorded_days
        on
            working_days.person_id = recorded_days.person_id
            and working_days.date_on = recorded_days.date_on
    group by working_days.person_id, working_days.period_kind, working_days.period_start_on
)

select * from final
