-- grain: one row per scored answer or back-check, with what it leaves behind beside its rating
with

sample as (
    select * from {{ ref('int_sampled_account') }}
),

responses as (
    select responses.*
    from {{ ref('fct_response') }} as responses
    cross join sample
    where
        responses.is_satisfied is not null
        and {{ is_sampled('coalesce(responses.account_id, responses.response_id)', 'sample') }}
),

company as (
    select * from {{ source('config', 'company') }}
),

-- a back-check is an answer of its own, about the unit of the answer that it asks again
answers as (
    select
        *,
        response_id as answer_id,
        cast(null as varchar) as checked_answer_id
    from responses
    union all
    select
        responses.* replace (
            checks.rechecker_person_id as collector_id,
            cast(null as varchar) as collector_org_code,
            coalesce(checks.rechecked_at, responses.submitted_at) as submitted_at,
            checks.rating as rating,
            {{ rating_share('checks.rating', 'responses') }} as rating_share,
            round({{ rating_share('checks.rating', 'responses') }}, 9) >= company.satisfied_from as is_satisfied,
            {{ rating_share('checks.rating', 'responses') }} = 1 as is_top,
            coalesce(checks.is_independent, false) as is_independent,
            false as is_conflicted,
            cast(null as double) as duration_seconds,
            cast(null as double) as call_seconds,
            cast(null as timestamp) as talk_ended_at,
            cast(null as varchar) as comment_hash,
            cast(null as integer) as comment_length,
            cast(null as boolean) as is_praise,
            cast(null as boolean) as is_begging
        ),
        checks.back_check_id as answer_id,
        responses.response_id as checked_answer_id
    from {{ ref('stg_survey__back_check') }} as checks
    cross join company
    inner join responses
        on checks.response_id = responses.response_id
    where {{ rating_share('checks.rating', 'responses') }} is not null
),

-- a rating that was raised later still lies in the first version that arrived
versions as (
    select
        response_id,
        arg_min(rating, cast(_batch_no as bigint) * 1000000000 + _row_no) as first_rating
    from {{ source('raw', 'survey__response') }}
    where rating is not null
    group by response_id
    having count(*) > 1
),

traced as (
    select
        answers.*,
        versions.first_rating,
        answers.scale_max - answers.scale_min as width,
        {{ local_time('answers.submitted_at', 'company.time_zone') }} as submitted_local_at,
        lag(answers.submitted_at) over (
            partition by answers.collector_id
            order by answers.submitted_at, answers.answer_id
        ) as earlier_submitted_at
    from answers
    cross join company
    left join versions
        on
            answers.response_id = versions.response_id
            and answers.checked_answer_id is null
),

-- a sheet that holds days has no time of day: midnight is none
timed as (
    select
        *,
        submitted_local_at <> cast(submitted_on as timestamp) as has_time,
        epoch(submitted_at) - epoch(earlier_submitted_at) as pause_seconds
    from traced
),

final as (
    select
        answer_id,
        checked_answer_id,
        response_id,
        account_id,
        collector_id,
        collector_org_code,
        channel_code,
        submitted_at,
        submitted_on,
        case when width = floor(width) and width <= 20 then cast(width as bigint) + 1 end as level_count,
        case when width = floor(width) and width <= 20 then round(rating_share * width) end as rating_level,
        case
            when width = floor(width) and width <= 20
                then round({{ rating_share('first_rating', 'timed') }} * width)
        end as first_level,
        is_satisfied,
        is_top,
        is_conflicted,
        is_independent,
        nullif(greatest(coalesce(call_seconds, duration_seconds), 0), 0) as duration_seconds,
        case
            when has_time and collector_id is not null and coalesce(collector_org_code <> 'self', true)
                then case when pause_seconds <= 28800 then pause_seconds end
        end as gap_seconds,
        case when has_time then (epoch(submitted_at) - epoch(talk_ended_at)) / 3600 end as entry_lag_hours,
        comment_hash as text_hash,
        coalesce(comment_length, 0) as text_length,
        is_praise,
        is_begging,
        had_severe_loss
    from timed
)

select * from final
