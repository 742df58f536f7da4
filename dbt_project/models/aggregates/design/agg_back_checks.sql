-- grain: one row per collector and quarter with scored answers
with

answers as (
    select
        response_id,
        collector_id,
        rating_share,
        is_satisfied,
        -- a slider has no steps: a tenth of it stands for one
        coalesce({{ step_count('responses') }}, 10) as step_count,
        {{ period_start("'quarter'", 'submitted_on') }} as period_start_on
    from {{ ref('fct_response') }} as responses
    where collector_id is not null and is_satisfied is not null
),

checks as (
    select
        response_id,
        bool_or(is_reached) as is_reached,
        coalesce(bool_or(not is_participation_confirmed), false) as is_denied,
        avg(rating_share) as rating_share
    from {{ ref('int_back_check') }}
    where is_independent
    group by response_id
),

compared as (
    select
        answers.*,
        checks.response_id is not null as is_checked,
        coalesce(checks.is_reached, false) as is_reached,
        coalesce(checks.is_denied, false) as is_denied,
        round(checks.rating_share, 9) >= company.satisfied_from as was_satisfied,
        round((answers.rating_share - checks.rating_share) * answers.step_count) as steps_lower
    from answers
    cross join {{ source('config', 'company') }} as company
    left join checks
        on answers.response_id = checks.response_id
),

final as (
    select
        collector_id,
        {{ period_id("'quarter'", 'period_start_on') }} as period_id,
        period_start_on,
        count(*) as answered_count,
        count(*) filter (where is_checked) as checked_count,
        count(*) filter (where is_reached) as reached_count,
        count(*) filter (where is_denied) as no_part_count,
        -- a step that changes nothing of "satisfied" is mood; one that turns it, or two steps, is an error
        count(*) filter (
            where not is_denied and ((steps_lower >= 1 and is_satisfied and not was_satisfied) or steps_lower >= 2)
        ) as raised_count,
        count(*) filter (
            where not is_denied and ((steps_lower <= -1 and was_satisfied and not is_satisfied) or steps_lower <= -2)
        ) as lowered_count
    from compared
    group by collector_id, period_start_on
)

select * from final
