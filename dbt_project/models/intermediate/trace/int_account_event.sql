-- grain: one row per loss, complaint or delivery that an account (or, without one, an org unit) met, on its day
with

company as (
    select * from {{ source('config', 'company') }}
),

complaints as (
    select * from {{ ref('stg_quality__complaint') }}
),

losses as (
    select losses.*
    from {{ ref('fct_loss') }} as losses
    -- a loss that was booked from a complaint is that complaint, where the complaint came
    left join complaints
        on losses.source_id = complaints.complaint_id
    where
        losses.is_external
        and (losses.source_table is distinct from 'complaint' or complaints.complaint_id is null)
),

events as (
    select
        account_id,
        org_unit_id,
        event_on,
        'loss' as event_kind,
        severity,
        null as is_late
    from losses
    union all
    select
        complaints.account_id,
        complaints.org_unit_id,
        {{ local_date('complaints.received_at', 'company.time_zone') }} as event_on,
        'complaint' as event_kind,
        complaints.severity,
        null as is_late
    from complaints
    cross join company
    union all
    -- where nothing was promised, the day that the customer asked for is the one to keep
    select
        deliveries.account_id,
        null as org_unit_id,
        deliveries.delivered_on as event_on,
        'delivery' as event_kind,
        null as severity,
        deliveries.delivered_on
        > coalesce(deliveries.committed_on, order_lines.committed_on, order_lines.requested_on) as is_late
    from {{ ref('fct_delivery') }} as deliveries
    left join {{ ref('fct_order_line') }} as order_lines
        on
            deliveries.order_id = order_lines.order_id
            and deliveries.order_line_no = order_lines.line_no
    where coalesce(deliveries.committed_on, order_lines.committed_on, order_lines.requested_on) is not null
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
