-- grain: one row per executive and local day with on-site customer time
with

contacts as (
    select * from {{ ref('int_executive_contact') }}
    where is_counted
),

calendar as (
    select * from {{ ref('dim_date') }}
),

executives as (
    select * from {{ ref('dim_person') }}
),

pieces as (
    select
        contacts.person_id,
        calendar.date_on,
        greatest(contacts.start_local_at, calendar.date_on) as from_at,
        least(contacts.end_local_at, calendar.date_on + interval '1 day') as until_at
    from contacts
    inner join calendar
        on calendar.date_on between cast(contacts.start_local_at as date) and cast(contacts.end_local_at as date)
),

-- of overlapping entries only the part that is new counts, or two calendars would make a day of 30 hours
ordered as (
    select
        *,
        max(until_at) over (
            partition by person_id, date_on
            order by from_at, until_at
            rows between unbounded preceding and 1 preceding
        ) as covered_until_at
    from pieces
),

added as (
    select
        person_id,
        date_on,
        epoch(until_at - greatest(from_at, coalesce(covered_until_at, from_at))) / 60 as added_minutes
    from ordered
),

final as (
    select
        added.person_id,
        added.date_on,
        -- clipped to the working day, because the denominator is working time
        least(
            sum(greatest(0, added.added_minutes)),
            max(coalesce(executives.working_minutes_per_day, 480))
        ) as customer_minutes
    from added
    inner join executives
        on added.person_id = executives.person_id
    group by added.person_id, added.date_on
    having sum(greatest(0, added.added_minutes)) > 0
)

select * from final
