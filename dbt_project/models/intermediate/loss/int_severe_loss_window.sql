-- grain: one row per account and unbroken stretch of days under the impression of a severe loss
with

company as (
    select * from {{ source('config', 'company') }}
),

severe_events as (
    select
        account_id,
        event_on
    from {{ ref('fct_loss') }}
    where is_severe and account_id is not null
    union
    select
        complaints.account_id,
        {{ local_date('complaints.received_at', 'company.time_zone') }} as event_on
    from {{ ref('stg_quality__complaint') }} as complaints
    cross join company
    where
        complaints.account_id is not null
        and {{ list_has('company.severe_severities', 'complaints.severity') }}
),

windows as (
    select
        severe_events.account_id,
        severe_events.event_on,
        severe_events.event_on + company.severe_within_days as until_on,
        max(severe_events.event_on + company.severe_within_days) over (
            partition by severe_events.account_id
            order by severe_events.event_on
            rows between unbounded preceding and 1 preceding
        ) as earlier_until_on
    from severe_events
    cross join company
),

-- overlapping windows are joined, or an answer would meet two of them and be counted twice
numbered as (
    select
        *,
        sum(case when event_on <= earlier_until_on then 0 else 1 end) over (
            partition by account_id
            order by event_on
            rows between unbounded preceding and current row
        ) as stretch_no
    from windows
),

final as (
    select
        account_id,
        min(event_on) as first_on,
        max(until_on) as last_on
    from numbered
    group by account_id, stretch_no
)

select * from final
