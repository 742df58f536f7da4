-- grain: one row per executive and month with calendar entries or visits
with

company as (
    select * from {{ source('config', 'company') }}
),

entries as (
    select
        calendar.event_id,
        calendar.person_id,
        calendar.start_at,
        calendar.end_at,
        calendar.subject_class,
        coalesce(calendar.is_online, false) as is_online,
        coalesce(calendar.response_status in ('accepted', 'organizer'), false) as is_attended,
        {{ local_date('calendar.start_at', 'company.time_zone') }} as start_on
    from {{ ref('stg_people__executive_calendar') }} as calendar
    cross join company
    inner join {{ ref('dim_person') }} as people
        on calendar.person_id = people.person_id
    where
        people.level = 'executive'
        and calendar.end_at > calendar.start_at
        and not coalesce(calendar.is_cancelled, false)
        and not coalesce(calendar.is_deleted, false)
),

overlapping as (
    select
        one.person_id,
        {{ period_start("'month'", 'one.start_on') }} as period_start_on,
        count(*) as overlap_count
    from entries as one
    inner join entries as other
        on
            one.person_id = other.person_id
            and one.event_id < other.event_id
    where one.start_at < other.end_at and other.start_at < one.end_at and one.is_attended and other.is_attended
    group by one.person_id, {{ period_start("'month'", 'one.start_on') }}
),

days as (
    select
        person_id,
        start_on,
        {{ period_start("'month'", 'start_on') }} as period_start_on,
        count(*) as event_count,
        sum(epoch(end_at) - epoch(start_at)) filter (where is_attended) > 86400 as is_over_day,
        bool_or(subject_class = 'customer') as is_customer_day,
        bool_or(subject_class = 'hospitality')
        and not coalesce(bool_or(subject_class = 'customer'), false) as is_dinner_only
    from entries
    group by person_id, start_on
),

online as (
    select
        visits.person_id,
        {{ period_start("'month'", 'entries.start_on') }} as period_start_on,
        count(*) as online_as_onsite_count
    from {{ ref('stg_crm__visit') }} as visits
    inner join entries
        on
            visits.person_id = entries.person_id
            and visits.account_id is not null
    where
        entries.is_online
        and coalesce(visits.is_on_site, false)
        and visits.start_at < entries.end_at
        and entries.start_at < visits.end_at
    group by visits.person_id, {{ period_start("'month'", 'entries.start_on') }}
),

months as (
    select
        person_id,
        period_start_on,
        sum(event_count) as event_count,
        count(*) filter (where is_over_day) as over_day_count,
        count(*) filter (where is_customer_day) as customer_day_count,
        count(*) filter (where is_dinner_only) as dinner_only_count
    from days
    group by person_id, period_start_on
),

final as (
    select
        months.person_id,
        {{ period_id("'month'", 'months.period_start_on') }} as period_id,
        cast(months.event_count as bigint) as event_count,
        coalesce(overlapping.overlap_count, 0) as overlap_count,
        months.over_day_count,
        coalesce(online.online_as_onsite_count, 0) as online_as_onsite_count,
        months.dinner_only_count,
        months.customer_day_count
    from months
    left join overlapping
        on
            months.person_id = overlapping.person_id
            and months.period_start_on = overlapping.period_start_on
    left join online
        on
            months.person_id = online.person_id
            and months.period_start_on = online.period_start_on
)

select * from final
