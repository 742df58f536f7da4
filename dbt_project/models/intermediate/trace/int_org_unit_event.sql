-- grain: one row per unit definition by branch alone, survey, branch and period with losses booked on the branch itself
with

definitions as (
    select * from {{ source('config', 'unit_definition') }}
    where by_branch and not (by_owner or by_account or by_team or by_collector or by_collector_org or by_channel)
),

surveys as (
    select distinct
        unit_definition_id,
        survey_id
    from {{ ref('int_answer_subject') }}
),

events as (
    select
        *,
        'branch=' || org_unit_id as entity_id,
        {{ period_id('period_kind', 'period_start_on') }} as period_id
    from {{ ref('int_account_event_period') }}
    where account_id is null
),

final as (
    select
        surveys.unit_definition_id,
        surveys.unit_definition_id || ':' || surveys.survey_id || ':' || events.entity_id || ':' || events.period_id
            as unit_id,
        surveys.unit_definition_id || ':' || surveys.survey_id || ':' || events.entity_id as subject_id,
        events.entity_id,
        surveys.survey_id,
        events.period_id,
        events.period_start_on,
        cast(events.loss_severity as double) as loss_severity,
        cast(events.loss_count as double) as loss_count,
        cast(events.complaint_count as double) as complaint_count,
        cast(events.late_count as double) as late_count,
        cast(events.line_count as double) as line_count,
        0 as main_answer_count,
        0 as main_satisfied_count,
        0 as independent_answer_count,
        0 as independent_satisfied_count
    from definitions
    inner join surveys
        on definitions.unit_definition_id = surveys.unit_definition_id
    inner join events
        on definitions.period_kind = events.period_kind
)

select * from final
