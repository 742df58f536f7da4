-- grain: one row per scored answer or back-check, with what it leaves behind beside its rating
with

answers as (
    select
        answers.*,
        -- a sheet that holds days has no time of day: midnight is none
        case
            when {{ local_time('answers.submitted_at', 'company.time_zone') }} <> answers.submitted_on
                then answers.submitted_at
        end as timed_at,
        {{ step_count('answers') }} as step_count
    from {{ ref('int_scored_answer') }} as answers
    cross join {{ source('config', 'company') }} as company
),

repeated as (
    select response_id
    from {{ source('raw', 'survey__response') }}
    where rating is not null
    group by response_id
    having count(*) > 1 and min(scale_max) is not distinct from max(scale_max)
),

-- a rating that was raised later still lies in its first version, if the scale stayed
first_versions as (
    select
        response_id,
        arg_min(rating, (coalesce(updated_at, cast('0001-01-01' as timestamp)), _batch_no, _row_no)) as first_rating
    from {{ source('raw', 'survey__response') }}
    where rating is not null and response_id in (select repeated.response_id from repeated)
    group by response_id
),

followed as (
    select
        *,
        epoch(timed_at) - epoch(lag(timed_at) over (partition by collector_id order by submitted_at, answer_id))
            as pause_seconds
    from answers
    where collector_id is not null and collector_org_code is distinct from 'self'
    union all by name
    select * from answers
    where collector_id is null or collector_org_code = 'self'
),

final as (
    select
        followed.answer_id,
        followed.checked_answer_id,
        followed.response_id,
        followed.account_id,
        followed.collector_id,
        followed.collector_org_code,
        followed.channel_code,
        followed.submitted_at,
        followed.submitted_on,
        followed.step_count + 1 as level_count,
        round(followed.rating_share * followed.step_count) as rating_level,
        round({{ rating_share('first_versions.first_rating', 'followed') }} * followed.step_count) as first_level,
        followed.is_satisfied,
        followed.is_top,
        followed.is_conflicted,
        followed.is_independent,
        case when followed.answer_seconds > 0 then followed.answer_seconds end as duration_seconds,
        case when followed.pause_seconds <= 28800 then followed.pause_seconds end as gap_seconds,
        (epoch(followed.timed_at) - epoch(followed.talk_ended_at)) / 3600 as entry_lag_hours,
        followed.comment_hash as text_hash,
        coalesce(followed.comment_length, 0) as text_length,
        followed.is_praise,
        followed.is_begging,
        followed.had_severe_loss
    from followed
    left join first_versions
        on followed.answer_id = first_versions.response_id
)

select * from final
