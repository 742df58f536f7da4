-- grain: one row per survey, month, owner, branch, team, collector organisation and channel
with

answers as (
    select * from {{ ref('fct_response') }}
),

portfolios as (
    select * from {{ ref('int_owner_portfolio') }}
),

invitations as (
    select * from {{ ref('int_invitation_month') }}
),

cells as (
    select
        {{ cell_columns() | join(',\n        ') }},
        count(is_satisfied) as answered_count,
        count(*) filter (where is_satisfied is null) as unscored_count,
        count(*) filter (where is_satisfied) as satisfied_count,
        count(*) filter (where is_top) as top_count,
        -- ratings of two scales do not add up
        case
            when min(scale_min) = max(scale_min) and min(scale_max) = max(scale_max)
                then sum(case when is_satisfied is not null then rating end)
        end as rating_sum,
        count(distinct case when is_satisfied is not null then account_id end) as account_count,
        count(collector_org_code) as collector_known_count,
        case when min(scale_min) = max(scale_min) then min(scale_min) end as scale_min,
        case when min(scale_max) = max(scale_max) then min(scale_max) end as scale_max
    from answers
    group by {{ cell_columns() | join(', ') }}
),

final as (
    select
        {{ joined_key(cell_columns(), 'cells') }} as cell_id,
        cells.survey_id,
        cells.month_start_on,
        cells.owner_id,
        cells.branch_id,
        cells.team_id,
        cells.collector_org_code,
        cells.channel_code,
        cells.answered_count,
        cells.unscored_count,
        cells.satisfied_count,
        cells.top_count,
        cast(cells.rating_sum as decimal(18, 2)) as rating_sum,
        cells.account_count,
        invitations.invited_count,
        portfolios.portfolio_account_count,
        -- former customers may have answered too
        {{ share('cells.account_count', 'portfolios.portfolio_account_count') }} as coverage_share,
        cells.collector_known_count,
        cells.scale_min,
        cells.scale_max
    from cells
    left join portfolios
        on cells.owner_id = portfolios.owner_id
    left join invitations
        on
            cells.survey_id = invitations.survey_id
            and cells.month_start_on = invitations.month_start_on
            and cells.owner_id is not distinct from invitations.owner_id
            and cells.channel_code is not distinct from invitations.channel_code
)

select * from final
