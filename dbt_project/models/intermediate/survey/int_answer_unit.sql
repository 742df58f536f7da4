-- grain: one row per scored answer and unit definition, with the dimensions that the definition keeps
with

answers as (
    select * from {{ ref('fct_response') }}
    where is_satisfied is not null
),

definitions as (
    select * from {{ source('config', 'unit_definition') }}
),

final as (
    select
        answers.response_id,
        definitions.unit_definition_id,
        definitions.period_kind,
        {{ period_start('definitions.period_kind', 'answers.month_start_on') }} as period_start_on,
        answers.survey_id,
        case when definitions.by_owner then answers.owner_id end as owner_id,
        case when definitions.by_account then answers.account_id end as account_id,
        case when definitions.by_branch then answers.branch_id end as branch_id,
        case when definitions.by_team then answers.team_id end as team_id,
        case when definitions.by_collector then answers.collector_id end as collector_id,
        case when definitions.by_collector_org then answers.collector_org_code end as collector_org_code,
        case when definitions.by_channel then answers.channel_code end as channel_code,
        -- an answer without a value in a dimension belongs to no unit; it is counted as unattributed, never guessed
        case
            when definitions.by_owner and answers.owner_id is null then 'owner'
            when definitions.by_account and answers.account_id is null then 'account'
            when definitions.by_branch and answers.branch_id is null then 'branch'
            when definitions.by_team and answers.team_id is null then 'team'
            when definitions.by_collector and answers.collector_id is null then 'collector'
            when definitions.by_collector_org and answers.collector_org_code is null then 'collector_org'
            when definitions.by_channel and answers.channel_code is null then 'channel'
        end as missing_dimension,
        answers.account_id as answering_account_id,
        answers.collector_org_code is not null as is_collector_known,
        answers.is_satisfied,
        answers.is_top,
        answers.is_conflicted,
        answers.is_independent,
        answers.had_severe_loss
    from answers
    cross join definitions
)

select * from final
