-- grain: one row per loss, complaint or delivery that an account (or, without one, an org unit) met, on its day
with

company as (
    select * from {{ source('config', 'company') }}
),

events as (
    -- a loss that was booked from a complaint is that complaint
    select
        account_id,
        org_unit_id,
        event_on,
        'loss' as event_kind,
        severity,
        null as is_late
    from {{ ref('fct_loss') }}
    where is_external and source_table is distinct from 'complaint'
    union all
    select
        complaints.account_id,
        complaints.org_unit_id,
        {{ local_date('complaints.received_at', 'company.time_zone') }} as event_on,
        'complaint' as event_kind,
        complaints.severity,
        null as is_late
    from {{ ref('stg_quality__complaint') }} as complaints
    cross join company
    where not coalesce(complaints.is_deleted, false)
    union all
    select
        account_id,
        null as org_unit_id,
        delivered_on as event_on,
        'delivery' as event_kind,
        null as severity,
        is_late_by_date as is_late
    from {{ ref('fct_delivery') }}
    where committed_on is not null
),

final as (
    select
        account_id,
        org_unit_id,
        event_on,
        event_kind,
        case
            when event_kind = 'delivery' then 0
            when severity = 'safety' then 5
            else coalesce(try_cast(severity as double), 2)
        end as severity_grade,
        coalesce(is_late, false) as is_late
    from events
    where event_on is not null and (account_id is not null or org_unit_id is not null)
)

select * from final
