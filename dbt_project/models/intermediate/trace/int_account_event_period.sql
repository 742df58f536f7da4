-- grain: one row per account (or, without one, organisation unit) and period, with what it met in it and before it
with

kinds as (
    select period_kind from {{ source('config', 'unit_definition') }}
    union
    select 'year' as period_kind
),

-- where an account is named, the loss is the account's, whatever organisation unit booked it
events as (
    select
        * exclude (org_unit_id),
        case when account_id is null then org_unit_id end as org_unit_id
    from {{ ref('int_account_event') }}
),

within as (
    select
        events.account_id,
        events.org_unit_id,
        kinds.period_kind,
        {{ period_start('kinds.period_kind', 'events.event_on') }} as period_start_on,
        {{ event_counts('events') }},
        0 as prior_severity
    from events
    cross join kinds
    group by all
),

-- an event lies before every period whose first day its impression still reaches
before as (
    select
        events.account_id,
        events.org_unit_id,
        kinds.period_kind,
        events.event_on,
        events.severity_grade,
        cast(unnest(generate_series(
            {{ period_start('kinds.period_kind', 'events.event_on') }},
            events.event_on + company.severe_within_days,
            {{ period_length('kinds.period_kind') }}
        )) as date) as period_start_on
    from events
    cross join kinds
    cross join {{ source('config', 'company') }} as company
    where events.event_kind <> 'delivery'
),

felt as (
    select * from within
    union all by name
    select
        * exclude (event_on, severity_grade),
        severity_grade as prior_severity
    from before
    where event_on <= period_start_on
),

final as (
    select
        account_id,
        org_unit_id,
        period_kind,
        period_start_on,
        coalesce(sum(loss_severity), 0) as loss_severity,
        coalesce(sum(loss_count), 0) as loss_count,
        coalesce(sum(complaint_count), 0) as complaint_count,
        coalesce(sum(late_count), 0) as late_count,
        coalesce(sum(line_count), 0) as line_count,
        sum(prior_severity) as prior_severity
    from felt
    group by account_id, org_unit_id, period_kind, period_start_on
)

select * from final
