-- grain: one row per complaint, with what became of it
with

complaints as (
    select * from {{ ref('stg_quality__complaint') }}
    where received_at is not null
),

company as (
    select * from {{ source('config', 'company') }}
),

dated as (
    select
        complaints.*,
        company.as_of_on,
        {{ local_date('complaints.received_at', 'company.time_zone') }} as received_on,
        {{ local_date('complaints.due_at', 'company.time_zone') }} as due_on,
        {{ local_date('complaints.customer_confirmed_at', 'company.time_zone') }} as confirmed_on,
        {{ local_date('complaints.closed_at', 'company.time_zone') }} as closed_on
    from complaints
    cross join company
),

-- the one before with the same cause at the same customer; what nobody found the cause of repeats nothing
followed as (
    select
        *,
        case
            when root_cause_code is not null and account_id is not null
                then lag(received_on) over (
                    partition by account_id, root_cause_code order by received_at, complaint_id
                )
        end as same_cause_on
    from dated
),

executives as (
    select person_id from {{ ref('dim_person') }}
    where level = 'executive'
),

final as (
    select
        followed.complaint_id,
        followed.account_id,
        coalesce(account_owners.branch_id, followed.org_unit_id) as branch_id,
        followed.channel as channel_code,
        followed.received_on,
        -- a day in which nobody answered is no day before it has passed
        followed.acknowledged_at is not null or followed.received_on < followed.as_of_on as is_acknowledgement_due,
        followed.acknowledged_at is not null as is_acknowledged,
        coalesce(
            followed.acknowledged_at between followed.received_at and followed.received_at + interval '24 hours', false
        ) as is_acknowledged_in_time,
        followed.root_cause_code is not null as has_root_cause,
        case when followed.due_on <= followed.as_of_on then followed.due_on end as due_on,
        followed.confirmed_on is not null as is_confirmed,
        coalesce(followed.confirmed_on <= followed.due_on, false) as is_confirmed_in_time,
        followed.closed_on,
        followed.closed_on - followed.received_on as open_days,
        followed.reopened_at is not null as is_reopened,
        coalesce(followed.same_cause_on >= followed.received_on - interval '12 months', false) as is_repeated,
        coalesce(followed.owner_person_id in (select executives.person_id from executives), false)
        or coalesce(followed.closed_by_person_id in (select executives.person_id from executives), false)
            as is_executive_followed
    from followed
    left join {{ ref('int_account_owner_period') }} as account_owners
        on
            followed.account_id = account_owners.account_id
            and followed.received_on between account_owners.valid_from_on and account_owners.valid_to_on
)

select * from final
