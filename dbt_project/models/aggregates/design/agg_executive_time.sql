-- grain: one row per executive and month with attended entries about customers or hospitality
with

entries as (
    select * from {{ ref('int_executive_entry') }}
),

-- two meetings with one customer may be one meeting; with two customers at one time they cannot be
overlapping as (
    select
        one.person_id,
        one.date_on,
        count(*) as overlap_count
    from entries as one
    inner join entries as other
        on
            one.person_id = other.person_id
            and one.date_on = other.date_on
    where
        one.event_id < other.event_id
        and one.subject_class = 'customer'
        and other.subject_class = 'customer'
        and one.account_id <> other.account_id
        and one.start_local_at < other.end_local_at
        and other.start_local_at < one.end_local_at
        -- a pair that shares several days is told on the first of them
        and one.date_on = cast(greatest(one.start_local_at, other.start_local_at) as date)
    group by one.person_id, one.date_on
),

online as (
    select
        entries.person_id,
        entries.date_on,
        count(distinct visits.activity_id) as online_as_onsite_count
    from {{ ref('stg_crm__visit') }} as visits
    cross join {{ source('config', 'company') }} as company
    inner join entries
        on
            visits.person_id = entries.person_id
            and {{ local_date('visits.start_at', 'company.time_zone') }} = entries.date_on
    where
        entries.is_online
        and visits.is_on_site
        and coalesce(entries.account_id = visits.account_id, true)
        and {{ local_time('visits.start_at', 'company.time_zone') }} < entries.end_local_at
        and entries.start_local_at < {{ local_time('visits.end_at', 'company.time_zone') }}
    group by entries.person_id, entries.date_on
),

days as (
    select
        person_id,
        date_on,
        count(*) filter (where date_on = cast(start_local_at as date)) as event_count,
        sum(day_hours) filter (where subject_class = 'customer') as customer_hours,
        bool_or(subject_class = 'customer') as is_met
    from entries
    group by person_id, date_on
),

final as (
    select
        days.person_id,
        {{ period_id("'month'", "date_trunc('month', days.date_on)") }} as period_id,
        cast(sum(days.event_count) as bigint) as event_count,
        cast(coalesce(sum(overlapping.overlap_count), 0) as bigint) as overlap_count,
        count(*) filter (where days.customer_hours > 24) as over_day_count,
        cast(coalesce(sum(online.online_as_onsite_count), 0) as bigint) as online_as_onsite_count,
        count(*) filter (where not days.is_met) as dinner_only_count,
        count(*) as customer_day_count
    from days
    left join overlapping
        on days.person_id = overlapping.person_id and days.date_on = overlapping.date_on
    left join online
        on days.person_id = online.person_id and days.date_on = online.date_on
    group by days.person_id, {{ period_id("'month'", "date_trunc('month', days.date_on)") }}
)

select * from final
