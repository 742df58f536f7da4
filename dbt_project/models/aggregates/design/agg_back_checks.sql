-- grain: one row per collector and quarter with scored answers
with

answers as (
    select
        response_id,
        collector_id,
        {{ period_start("'quarter'", 'submitted_on') }} as period_start_on
    from {{ ref('fct_response') }}
    where collector_id is not null and is_satisfied is not null
),

final as (
    select
        answers.collector_id,
        {{ period_id("'quarter'", 'answers.period_start_on') }} as period_id,
        answers.period_start_on,
        count(*) as answered_count,
        count(checks.response_id) as checked_count,
        count(*) filter (where checks.is_reached) as reached_count,
        count(*) filter (where checks.is_denied) as no_part_count,
        count(*) filter (where checks.is_raised) as raised_count,
        count(*) filter (where checks.is_lowered) as lowered_count
    from answers
    left join {{ ref('int_back_check_compared') }} as checks
        on answers.response_id = checks.response_id
    group by answers.collector_id, answers.period_start_on
)

select * from final
