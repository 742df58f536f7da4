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
        start_at,
        end_at,
        coalesce(is_on_site and visit_type <> 'call' and purpose is distinct from 'hospitality', false) as is_counted
    from visits
    union all
    select
        person_id,
        start_at,
        end_at,
        coalesce(
            subject_class = 'customer'
            and response_status in ('accepted', 'organizer')
            and not coalesce(is_online, false)
            and not coalesce(is_cancelled, false),
            false
        ) as is_counted
    from entries
),

final as (
    select
        recorded.person_id,
        {{ local_time('recorded.start_at', 'company.time_zone') }} as start_local_at,
        {{ local_time('recorded.end_at', 'company.time_zone') }} as end_local_at,
        -- what ends before it starts, or lasts longer than a month, is a mistake of the record
        recorded.is_counted
        and coalesce(recorded.end_at > recorded.start_at, false)
        and recorded.end_at - recorded.start_at <= interval '31 days' as is_counted
    from recorded
    cross join company
    inner join executives
        on recorded.person_id = executives.person_id
)

select * from final
