-- grain: one row per answered questionnaire that counts (test and spam are left out); stays in the work file
with

responses as (
    select * from {{ ref('int_response_attributed') }}
),

-- an answer outside its scale, or without one, is neither satisfied nor dissatisfied: it shows as coverage
rated as (
    select
        *,
        {{ rating_share('rating', 'responses') }} as rating_share
    from responses
),

final as (
    select
        rated.response_id,
        rated.invitation_id,
        rated.survey_id,
        rated.survey_version,
        rated.survey_type,
        rated.account_id,
        rated.contact_id,
        rated.order_id,
        rated.owner_id,
        rated.owner_origin_code,
        rated.branch_id,
        rated.team_id,
        rated.channel as channel_code,
        rated.collector_id,
        rated.collector_org as collector_org_code,
        rated.collector_role,
        rated.submitted_at,
        rated.submitted_on,
        {{ period_start("'month'", 'rated.submitted_on') }} as month_start_on,
        rated.duration_seconds,
        rated.call_seconds,
        -- when the talk or the form ended, by its own clock; how much later it was entered is a trace
        coalesce(
            rated.call_start_at + to_seconds(cast(rated.call_seconds as double)),
            rated.started_at + to_seconds(cast(rated.duration_seconds as double))
        ) as talk_ended_at,
        rated.response_status,
        rated.is_anonymous,
        rated.rating,
        rated.scale_min,
        rated.scale_max,
        rated.scale_direction,
        rated.rating_share,
        -- rounded, because 9.2 of 10 is not 0.92 in binary
        round(rated.rating_share, 9) >= rated.satisfied_from as is_satisfied,
        rated.rating_share = 1 as is_top,
        -- a form filled in alone is an outsider's word only where nobody of the measured house stands beside it
        coalesce(
            rated.collector_org = 'third_party'
            or (rated.collector_org = 'self' and coalesce(rated.channel not in ('onsite', 'paper', 'imported'), true)),
            false
        ) as is_independent,
        coalesce(rated.collector_org in ('sales', 'quality_dept', 'other'), false) as is_conflicted,
        severe_windows.account_id is not null as had_severe_loss,
        coalesce(rated.comment_text_length, remarks.comment_length) as comment_length,
        coalesce(rated.comment_text_line_count, remarks.comment_line_count) as comment_line_count,
        coalesce(rated.comment_text_hash, remarks.comment_hash) as comment_hash,
        coalesce(rated.comment_text_is_praise, remarks.is_praise) as is_praise,
        coalesce(rated.comment_text_is_begging, remarks.is_begging) as is_begging,
        rated._batch_no as batch_no,
        rated._row_no as row_no
    from rated
    left join {{ ref('int_severe_loss_window') }} as severe_windows
        on
            rated.account_id = severe_windows.account_id
            and rated.submitted_on between severe_windows.first_on and severe_windows.last_on
    left join {{ ref('int_response_comment') }} as remarks
        on rated.response_id = remarks.response_id
)

select * from final
