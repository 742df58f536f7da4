-- grain: one row per scored answer that was asked again by somebody without a stake in the figure
with

company as (
    select * from {{ source('config', 'company') }}
),

answers as (
    select
        response_id,
        branch_id,
        submitted_on,
        rating_share,
        is_satisfied,
        -- a slider has no steps: a tenth of it stands for one
        coalesce({{ step_count('responses') }}, 10) as step_count
    from {{ ref('fct_response') }} as responses
    where is_satisfied is not null
),

checks as (
    select
        response_id,
        bool_or(is_reached) as is_reached,
        coalesce(bool_or(not is_participation_confirmed), false) as is_denied,
        {{ float_mean('rating_share') }} as rating_share
    from {{ ref('int_back_check') }}
    where is_independent
    group by response_id
),

compared as (
    select
        answers.*,
        coalesce(checks.is_reached, false) as is_reached,
        checks.is_denied,
        round(checks.rating_share, 9) >= company.satisfied_from as was_satisfied,
        round((answers.rating_share - checks.rating_share) * answers.step_count) as steps_lower
    from answers
    cross join company
    inner join checks
        on answers.response_id = checks.response_id
),

-- a step that changes nothing of "satisfied" is mood; one that turns it, or two steps, is an error
final as (
    select
        response_id,
        branch_id,
        submitted_on,
        is_reached,
        is_denied,
        not is_denied
        and coalesce((steps_lower >= 1 and is_satisfied and not was_satisfied) or steps_lower >= 2, false) as is_raised,
        not is_denied
        and coalesce((steps_lower <= -1 and was_satisfied and not is_satisfied) or steps_lower <= -2, false)
            as is_lowered,
        is_denied or is_raised or is_lowered as is_different
    from compared
)

select * from final
