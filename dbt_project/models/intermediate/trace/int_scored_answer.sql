-- grain: one row per scored answer that is looked at by itself, and per scored back-check of one
with

sample as (
    select * from {{ ref('int_sampled_account') }}
),

responses as (
    select
        responses.*,
        responses.response_id as answer_id,
        cast(null as varchar) as checked_answer_id,
        coalesce(responses.call_seconds, responses.duration_seconds) as answer_seconds
    from {{ ref('fct_response') }} as responses
    cross join sample
    where
        responses.is_satisfied is not null
        and {{ is_sampled('coalesce(responses.account_id, responses.response_id)', 'sample') }}
),

-- a back-check is an answer of its own, about the unit of the answer that it asks again
back_checks as (
    select
        responses.* replace (
            checks.back_check_id as answer_id,
            responses.response_id as checked_answer_id,
            checks.rechecker_person_id as collector_id,
            null as collector_org_code,
            coalesce(checks.rechecked_at, responses.submitted_at) as submitted_at,
            coalesce(checks.rechecked_on, responses.submitted_on) as submitted_on,
            checks.scale_min as scale_min,
            checks.scale_max as scale_max,
            checks.scale_direction as scale_direction,
            checks.rating_share as rating_share,
            checks.is_satisfied as is_satisfied,
            checks.is_top as is_top,
            checks.is_independent as is_independent,
            false as is_conflicted,
            null as answer_seconds,
            null as talk_ended_at,
            null as comment_hash,
            null as comment_length,
            null as is_praise,
            null as is_begging
        )
    from {{ ref('int_back_check') }} as checks
    inner join responses
        on checks.response_id = responses.response_id
    where checks.rating_share is not null
),

final as (
    select * from responses
    union all
    select * from back_checks
)

select * from final
