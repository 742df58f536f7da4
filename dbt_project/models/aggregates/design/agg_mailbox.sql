-- grain: one row per mailbox that is open to customers and period with a count or a complaint
with

complaints as (
    select
        *,
        {{ local_date('received_at', 'company.time_zone') }} as received_on
    from {{ ref('stg_quality__complaint') }}
    cross join (select time_zone from {{ source('config', 'company') }}) as company
    where channel = 'exec_mailbox'
),

counts as (
    select
        period_label as period_id,
        {{ period_kind_of('period_label') }} as period_kind,
        {{ period_first_day('period_label') }} as period_start_on,
        sum(received_count) as received_count
    from {{ ref('stg_quality__mailbox_count') }}
    group by period_label
),

-- complaints meet the periods that were counted; the months without a count stand for themselves
periods as (
    select
        period_id,
        period_kind,
        period_start_on,
        received_count
    from counts
    union all
    select distinct
        {{ period_id("'month'", "date_trunc('month', complaints.received_on)") }} as period_id,
        'month' as period_kind,
        cast(date_trunc('month', complaints.received_on) as date) as period_start_on,
        null as received_count
    from complaints
    where not exists (
        select 1
        from counts
        where
            complaints.received_on >= counts.period_start_on
            and complaints.received_on <= {{ period_end('counts.period_kind', 'counts.period_start_on') }}
    )
),

final as (
    select
        'exec_mailbox' as subject_key,
        periods.period_id,
        cast(any_value(periods.received_count) as bigint) as received_count,
        count(complaints.complaint_id) as registered_count,
        count(complaints.complaint_id) filter (where complaints.closed_at is not null) as closed_count,
        count(complaints.complaint_id) filter (
            where complaints.closed_at is not null and complaints.customer_confirmed_at is null
        ) as closed_unconfirmed_count
    from periods
    left join complaints
        on
            complaints.received_on >= periods.period_start_on
            and complaints.received_on <= {{ period_end('periods.period_kind', 'periods.period_start_on') }}
    group by periods.period_id
)

select * from final
