-- grain: one row per account (or, without one, organisation unit) and period, with what it met in it
with

kinds as (
    select distinct period_kind from {{ source('config', 'unit_definition') }}
),

final as (
    select
        events.account_id,
        case when events.account_id is null then events.org_unit_id end as org_unit_id,
        kinds.period_kind,
        {{ period_start('kinds.period_kind', 'events.event_on') }} as period_start_on,
        {{ event_counts('events') }}
    from {{ ref('int_account_event') }} as events
    cross join kinds
    group by
        events.account_id,
        case when events.account_id is null then events.org_unit_id end,
        kinds.period_kind,
        {{ period_start('kinds.period_kind', 'events.event_on') }}
)

select * from final
