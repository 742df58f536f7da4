-- grain: one row per unit definition and scored answer or back-check that has a unit; stays in the work file
with

answers as (
    select * from {{ ref('int_answer_trace') }}
),

subjects as (
    select * from {{ ref('int_answer_subject') }}
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
        customers.segment as segment_code,
        customers.tier as tier_code,
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
        coalesce(item_sums.item_count, 0) as item_count,
        cast(item_sums.item_mean as double) as item_mean,
        item_sums.is_straight,
        item_sums.items_1,
        item_sums.items_2,
        cast(answers.duration_seconds as double) as duration_seconds,
        cast(answers.gap_seconds as double) as gap_seconds,
        cast(answers.entry_lag_hours as double) as entry_lag_hours,
        answers.text_hash,
        cast(answers.text_length as bigint) as text_length,
        answers.is_praise,
        answers.is_begging,
        case when feeds.has_losses and answers.account_id is not null then answers.had_severe_loss end
            as had_severe_loss,
        case when feeds.has_losses then cast(events.loss_severity as double) end as loss_severity,
        case when feeds.has_losses then cast(events.loss_count as bigint) end as loss_count,
        case when feeds.has_losses then cast(events.complaint_count as bigint) end as complaint_count,
        case when feeds.has_deliveries then cast(events.late_count as bigint) end as late_count,
        case when feeds.has_deliveries then cast(events.line_count as bigint) end as line_count
    from answers
    inner join subjects
        on answers.response_id = subjects.response_id
    cross join {{ ref('int_trace_feed') }} as feeds
    left join {{ ref('dim_account') }} as customers
        on answers.account_id = customers.account_id
    left join stakes
        on answers.response_id = stakes.response_id
    left join {{ ref('int_response_items') }} as item_sums
        on answers.answer_id = item_sums.response_id
    left join {{ ref('int_account_day_event') }} as events
        on
            answers.account_id = events.account_id
            and answers.submitted_on = events.submitted_on
)

select * from final
