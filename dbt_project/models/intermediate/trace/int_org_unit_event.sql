-- grain: one row per unit definition by branch alone, survey, branch and period with losses booked on the branch itself
with

definitions as (
    select * from {{ source('config', 'unit_definition') }}
    where by_branch and not (by_owner or by_account or by_team or by_collector or by_collector_org or by_channel)
),

events as (
    select
        *,
        'branch=' || org_unit_id as entity_id,
        {{ period_id('period_kind', 'period_start_on') }} as period_id
    from {{ ref('int_account_event_period') }}
    where account_id is null
),

-- a branch is judged by the surveys that its answers belong to, whether they came in that period or not
surveys as (
    select distinct
        unit_definition_id,
        survey_id,
        'branch=' || branch_id as entity_id
    from {{ ref('int_unit_account_answered') }}
),

named as (
    select
        definitions.unit_definition_id,
        surveys.survey_id,
        events.*
    from definitions
    inner join events
        on definitions.period_kind = events.period_kind
    inner join surveys
        on
            definitions.unit_definition_id = surveys.unit_definition_id
            and events.entity_id = surveys.entity_id
),

final as (
    select
        unit_definition_id,
        {{ unit_names('named') }},
        entity_id,
        survey_id,
        period_id,
        period_start_on,
        cast(loss_severity as double) as loss_severity,
        cast(loss_count as double) as loss_count,
        cast(complaint_count as double) as complaint_count,
        cast(prior_severity as double) as prior_severity,
        0 as main_answer_count,
        0 as main_satisfied_count,
        0 as independent_answer_count,
        0 as independent_satisfied_count
    from named
    where loss_count + complaint_count > 0
)

select * from final
