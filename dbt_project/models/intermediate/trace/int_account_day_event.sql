-- grain: one row per account and day of an answer, with what the account met in the days before it
with

days as (
    select distinct
        account_id,
        submitted_on
    from {{ ref('int_scored_answer') }}
    where account_id is not null
),

-- an account with a hundred thousand deliveries has no more days than any other
events as (
    select
        account_id,
        event_on,
        {{ event_counts('events') }}
    from {{ ref('int_account_event') }} as events
    where account_id is not null
    group by account_id, event_on
),

final as (
    select
        days.account_id,
        days.submitted_on,
        coalesce(sum(events.loss_severity), 0) as loss_severity,
        coalesce(sum(events.loss_count), 0) as loss_count,
        coalesce(sum(events.complaint_count), 0) as complaint_count,
        coalesce(sum(events.late_count), 0) as late_count,
        coalesce(sum(events.line_count), 0) as line_count
    from days
    cross join {{ source('config', 'company') }} as company
    left join events
        on
            days.account_id = events.account_id
            and events.event_on between days.submitted_on - company.severe_within_days and days.submitted_on
    group by days.account_id, days.submitted_on
)

select * from final
