-- grain: one row per organisation unit and period with scores of key touchpoints
with

company as (
    select * from {{ source('config', 'company') }}
),

-- where no touchpoint has a weight all weigh the same
touchpoints as (
    select
        touchpoint_id,
        case when count(stated_weight) over () = 0 then 1 else cast(stated_weight as double) end as weight
    from {{ ref('stg_crm__touchpoint') }}
    where is_key and not coalesce(is_deleted, false)
),

scored as (
    select
        events.touchpoint_id,
        touchpoints.weight,
        {{ local_date('coalesce(events.answered_at, events.occurred_at)', 'company.time_zone') }} as event_on,
        account_owners.branch_id,
        case
            when events.touchpoint_score between events.scale_min and events.scale_max then
                {{ ratio('events.touchpoint_score - events.scale_min', 'events.scale_max - events.scale_min') }}
        end as score_share
    from {{ ref('stg_crm__touchpoint_event') }} as events
    inner join touchpoints
        on events.touchpoint_id = touchpoints.touchpoint_id and touchpoints.weight > 0
    cross join company
    left join {{ ref('int_account_owner_period') }} as account_owners
        on
            events.account_id = account_owners.account_id
            and {{ local_date('coalesce(events.answered_at, events.occurred_at)', 'company.time_zone') }}
            between account_owners.valid_from_on and account_owners.valid_to_on
),

touchpoint_periods as (
    select
        units.org_unit_id,
        kinds.period_kind,
        {{ period_start('kinds.period_kind', 'scored.event_on') }} as period_start_on,
        scored.touchpoint_id,
        min(scored.weight) as weight,
        {{ float_mean('scored.score_share') }} as score_share,
        count(*) as answered_count
    from scored
    cross join ({{ period_kinds() }}) as kinds
    cross join {{ org_units('scored') }}
    where units.org_unit_id is not null and scored.event_on is not null and scored.score_share is not null
    group by all
),

final as (
    select
        {{ cell_keys('C05', 'touchpoint_periods') }},
        {{ float_sum('weight * score_share') }} as numerator,
        {{ float_sum('weight') }} as denominator,
        cast(sum(answered_count) as bigint) as n,
        count(*) as covered_count,
        (select count(*) filter (where weight > 0) from touchpoints) as coverage_of_count,
        cast(null as double) as sum_of_squares
    from touchpoint_periods
    group by org_unit_id, period_kind, period_start_on
)

select * from final
