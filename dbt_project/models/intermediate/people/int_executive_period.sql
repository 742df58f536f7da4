-- grain: one row per executive and month, quarter or year of the company, with working time and on-site customer time
with

executives as (
    select * from {{ ref('dim_person') }}
    where level = 'executive'
),

company as (
    select * from {{ source('config', 'company') }}
),

records as (
    select
        person_id,
        cast(start_local_at as date) as date_on,
        bool_or(is_hospitality) as is_hospitality,
        {{ period_start("'month'", 'min(min(start_local_at)) over (partition by person_id)') }} as first_on,
        {{ period_end("'month'", period_start("'month'", 'max(max(start_local_at)) over (partition by person_id)')) }}
            as last_on
    from {{ ref('int_executive_contact') }}
    group by person_id, cast(start_local_at as date)
),

-- the months in which the calendar exists: one quarter of it says nothing of the year; who has no record at
-- all is measured by the months of the others, because an empty calendar is no excuse
spans as (
    select
        executives.*,
        coalesce(min(records.first_on), (select min(peers.first_on) from records as peers)) as first_on,
        coalesce(max(records.last_on), (select max(peers.last_on) from records as peers)) as last_on
    from executives
    left join records
        on executives.person_id = records.person_id
    group by all
),

-- up to today, as far as the executive was employed
working_days as (
    select
        spans.person_id,
        periods.period_kind,
        periods.period_start_on,
        calendar.date_on,
        coalesce(calendar.date_on between spans.first_on and spans.last_on, false) as is_recorded,
        case when calendar.is_weekday then coalesce(spans.working_minutes_per_day, 480) else 0 end as working_minutes
    from spans
    cross join company
    inner join {{ ref('dim_date') }} as calendar
        on
            calendar.date_on <= company.as_of_on
            and calendar.date_on >= coalesce(spans.valid_from_on, calendar.date_on)
            and calendar.date_on <= coalesce(spans.valid_to_on, calendar.date_on)
    inner join {{ ref('int_company_period') }} as periods
        on periods.period_start_on = {{ period_start('periods.period_kind', 'calendar.date_on') }}
),

final as (
    select
        working_days.person_id,
        working_days.period_kind,
        working_days.period_start_on,
        cast(sum(working_days.working_minutes) filter (where working_days.is_recorded) as double) as working_minutes,
        cast(coalesce(sum(customer_days.customer_minutes), 0) as double) as customer_minutes,
        {{ proof_minutes() }},
        count(records.date_on) filter (where records.is_hospitality and customer_days.date_on is null)
            as hospitality_day_count,
        count(records.date_on) > 0 as has_records
    from working_days
    left join {{ ref('int_executive_customer_day') }} as customer_days
        on working_days.person_id = customer_days.person_id and working_days.date_on = customer_days.date_on
    left join records
        on working_days.person_id = records.person_id and working_days.date_on = records.date_on
    group by working_days.person_id, working_days.period_kind, working_days.period_start_on
)

select * from final
