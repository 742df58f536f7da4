-- grain: one row per executive and local day with on-site customer time
with

contacts as (
    select * from {{ ref('int_executive_contact') }}
),

pieces as (
    select
        contacts.*,
        calendar.date_on,
        greatest(contacts.start_local_at, calendar.date_on) as from_at,
        least(contacts.end_local_at, calendar.date_on + interval '1 day') as until_at
    from contacts
    inner join {{ ref('dim_date') }} as calendar
        on calendar.date_on between cast(contacts.start_local_at as date) and cast(contacts.end_local_at as date)
    where contacts.is_possible
),

-- of overlapping entries only the part that is new counts, or two calendars would make a day of 30 hours
ordered as (
    select
        *,
        max(case when is_counted then until_at end) over (
            partition by person_id, date_on
            order by from_at, until_at
            rows between unbounded preceding and 1 preceding
        ) as covered_until_at
    from pieces
),

added as (
    select
        *,
        case
            when is_counted
                then greatest(0, epoch(until_at - greatest(from_at, coalesce(covered_until_at, from_at))) / 60)
        end as added_minutes
    from ordered
),

final as (
    select
        added.person_id,
        added.date_on,
        -- clipped to the working day, because the denominator is working time
        least(sum(added.added_minutes), max(coalesce(executives.working_minutes_per_day, 480))) as customer_minutes,
        -- calendar, journey and note are three proofs; a report of one's own is none
        cast(coalesce(bool_or(added.is_calendar) filter (where added.is_counted), false) as integer)
        + cast(coalesce(bool_or(added.has_travel_proof), false) as integer)
        + cast(coalesce(bool_or(added.has_note) filter (where added.is_counted), false) as integer) as proof_count
    from added
    inner join {{ ref('dim_person') }} as executives
        on added.person_id = executives.person_id
    group by added.person_id, added.date_on
    having sum(added.added_minutes) > 0
)

select * from final
