-- grain: one row per unit definition and scored answer or back-check that has a unit; stays in the work file
with

answers as (
    select * from {{ ref('int_answer_trace') }}
),

subjects as (
    select * from {{ ref('int_answer_subject') }}
),

accounts as (
    select * from {{ ref('dim_account') }}
),

loss_feed as (
    select * from {{ ref('int_loss_feed') }}
),

stakes as (
    select * from {{ ref('int_response_stake') }}
),

final as (
    select
        subjects.unit_definition_id,
        subjects.unit_id,
        subjects.subject_id,
        subjects.entity_id,
        subjects.survey_id,
        subjects.period_id,
        subjects.period_start_on,
        answers.answer_id,
        answers.checked_answer_id,
        answers.account_id,
        answers.collector_id,
        answers.collector_org_code,
        answers.channel_code,
        accounts.segment as segment_code,
        accounts.tier as tier_code,
        answers.submitted_at,
        cast(answers.rating_level as bigint) as rating_level,
        answers.level_count,
        cast(answers.first_level as bigint) as first_level,
        answers.is_satisfied,
        answers.is_top,
        answers.is_conflicted,
        answers.is_independent,
        cast(stakes.measured_weight as double) as measured_stake,
        cast(case when answers.checked_answer_id is null then stakes.collector_stake end as double)
            as collector_stake,
        coalesce(items.item_count, 0) as item_count,
        cast(items.item_mean as double) as item_mean,
        items.is_straight,
        items.items_1,
        items.items_2,
        cast(answers.duration_seconds as double) as duration_seconds,
        cast(answers.gap_seconds as double) as gap_seconds,
        cast(answers.entry_lag_hours as double) as entry_lag_hours,
        answers.text_hash,
        cast(answers.text_length as bigint) as text_length,
        answers.is_praise,
        answers.is_begging,
        case when loss_feed.is_present and answers.account_id is not null then answers.had_severe_loss end
            as had_severe_loss,
        case when loss_feed.is_present then events.loss_severity end as loss_severity,
        case when loss_feed.is_present then events.loss_count end as loss_count,
        case when loss_feed.is_present then events.complaint_count end as complaint_count,
        case when loss_feed.is_present then events.late_count end as late_count,
        case when loss_feed.is_present then events.line_count end as line_count
    from answers
    inner join subjects
        on answers.response_id = subjects.response_id
    cross join loss_feed
    left join accounts
        on answers.account_id = accounts.account_id
    left join stakes
        on answers.response_id = stakes.response_id
    left join {{ ref('int_response_items') }} as items
        on answers.answer_id = items.response_id
    left join {{ ref('int_answer_event') }} as events
        on answers.answer_id = events.answer_id
)

select * from final
