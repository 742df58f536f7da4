-- grain: one row per executive, attended calendar entry about customers or hospitality and local day that it touches
with

entries as (
    select
        calendar.event_id,
        calendar.person_id,
        calendar.account_id,
        calendar.subject_class,
        coalesce(calendar.is_online, false) as is_online,
        {{ local_time('calendar.start_at', 'company.time_zone') }} as start_local_at,
        {{ local_time('calendar.end_at', 'company.time_zone') }} as end_local_at
    from {{ ref('stg_people__executive_calendar') }} as calendar
    cross join {{ source('config', 'company') }} as company
    inner join {{ ref('dim_person') }} as people
        on calendar.person_id = people.person_id
    where
        people.level = 'executive'
        and calendar.subject_class in ('customer', 'hospitality')
        and calendar.response_status in ('accepted', 'organizer')
        and not coalesce(calendar.is_cancelled, false)
        -- what ends before it starts, or lasts longer than a month, is a mistake of the record
        and calendar.end_at > calendar.start_at
        and calendar.end_at - calendar.start_at <= interval '31 days'
),

spread as (
    select
        *,
        cast(unnest(generate_series(
            date_trunc('day', start_local_at),
            end_local_at - interval '1 microsecond',
            interval '1 day'
        )) as date) as date_on
    from entries
),

final as (
    select
        event_id,
        person_id,
        account_id,
        subject_class,
        is_online,
        start_local_at,
        end_local_at,
        date_on,
        (
            epoch(least(end_local_at, date_on + interval '1 day')) - epoch(greatest(start_local_at, date_on))
        ) / 3600 as day_hours
    from spread
)

select * from final
