-- grain: one row per executive and stretch of time on site with a customer, as recorded; stretches may overlap
with

executives as (
    select * from {{ ref('dim_person') }}
    where level = 'executive'
),

visits as (
    select * from {{ ref('stg_crm__visit') }}
),

entries as (
    select * from {{ ref('stg_people__executive_calendar') }}
),

company as (
    select * from {{ source('config', 'company') }}
),

-- every record of an executive is kept with the word on whether it counts: no record is not the same as no visit
recorded as (
    select
        person_id,
        account_id,
        start_at,
        end_at,
        false as is_calendar,
        has_travel_proof or proof_ref is not null as has_travel_proof,
        has_note,
        coalesce(is_on_site and visit_type <> 'call' and purpose is distinct from 'hospitality', false) as is_counted,
        coalesce(purpose = 'hospitality', false) as is_hospitality
    from visits
    union all
    select
        person_id,
        account_id,
        start_at,
        end_at,
        coalesce(response_status in ('accepted', 'organizer') and not coalesce(is_cancelled, false), false)
            as is_calendar,
        subject_class = 'travel' as has_travel_proof,
        false as has_note,
        is_calendar and coalesce(subject_class = 'customer' and not coalesce(is_online, false), false) as is_counted,
        is_calendar and coalesce(subject_class = 'hospitality', false) as is_hospitality
    from entries
),

final as (
    select
        recorded.person_id,
        recorded.account_id,
        {{ local_time('recorded.start_at', 'company.time_zone') }} as start_local_at,
        {{ local_time('recorded.end_at', 'company.time_zone') }} as end_local_at,
        coalesce(recorded.is_calendar, false) as is_calendar,
        coalesce(recorded.has_travel_proof, false) as has_travel_proof,
        coalesce(recorded.has_note, false) as has_note,
        -- what ends before it starts, or lasts longer than a month, is a mistake of the record
        coalesce(recorded.end_at > recorded.start_at, false)
        and recorded.end_at - recorded.start_at <= interval '31 days' as is_possible,
        recorded.is_counted and is_possible as is_counted,
        recorded.is_hospitality and is_possible as is_hospitality
    from recorded
    cross join company
    inner join executives
        on recorded.person_id = executives.person_id
)

select * from final
