-- grain: one row per year of the company, for all key accounts together and for each of them
with

company as (
    select * from {{ source('config', 'company') }}
),

years as (
    select * from {{ ref('int_company_period') }}
    where period_kind = 'year'
),

contacts as (
    select
        events.account_id,
        {{ period_start("'year'", local_date('events.occurred_at', 'company.time_zone')) }} as period_start_on,
        events.direction = 'inbound' as is_inbound,
        (epoch(events.answered_at) - epoch(events.occurred_at)) / 3600 as reply_hours,
        events.is_handoff_complete
    from {{ ref('stg_crm__touchpoint_event') }} as events
    cross join company
    where events.occurred_at is not null
),

-- an answer that came before its question is a mistake of the record
replies as (
    select
        account_id,
        period_start_on,
        count(*) filter (where is_inbound) as inbound_count,
        count(*) filter (where is_inbound and reply_hours >= 0) as replied_count,
        quantile_cont(case when is_inbound and reply_hours >= 0 then reply_hours end, 0.5) as reply_hours_median,
        count(is_handoff_complete) as handoff_count,
        count(*) filter (where is_handoff_complete) as complete_handoff_count
    from contacts
    group by period_start_on, rollup(account_id)
    having grouping(account_id) = 1 or account_id is not null
),

teams as (
    select
        period_start_on,
        account_id,
        count(*) as key_account_count,
        {{ counts_of({
            'complete_team_count': 'is_complete', 'identical_kpi_count': 'is_complete and has_identical_kpis',
            'market_count': 'has_market', 'technical_count': 'has_technical', 'delivery_count': 'has_delivery',
        }) }}
    from {{ ref('int_triangle_period') }}
    where period_kind = 'year' and has_any_team
    group by period_start_on, rollup(account_id)
),

final as (
    select
        years.period_id,
        years.period_start_on,
        case when teams.account_id is null then 'company' else 'account' end as subject_kind_code,
        teams.account_id,
        coalesce(teams.key_account_count, 0) as key_account_count,
        teams.complete_team_count,
        teams.identical_kpi_count,
        teams.market_count,
        teams.technical_count,
        teams.delivery_count,
        {{ ratio('teams.identical_kpi_count', 'teams.key_account_count') }} as triangle_share,
        replies.inbound_count,
        replies.replied_count,
        cast(replies.reply_hours_median as double) as reply_hours_median,
        replies.handoff_count,
        replies.complete_handoff_count,
        case when teams.key_account_count > 0 then 'measured' else 'not_measured' end as measured_code
    from years
    left join teams
        on years.period_start_on = teams.period_start_on
    left join replies
        on years.period_start_on = replies.period_start_on and teams.account_id is not distinct from replies.account_id
)

select * from final
