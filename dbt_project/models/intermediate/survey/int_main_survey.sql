-- grain: one row per year with scored answers, the survey that most of them belong to
with

answers as (
    select * from {{ ref('fct_response') }}
    where is_satisfied is not null and survey_type is distinct from 'back_check'
),

counted as (
    select
        {{ period_start("'year'", 'month_start_on') }} as year_start_on,
        survey_id,
        count(*) as answered_count
    from answers
    group by {{ period_start("'year'", 'month_start_on') }}, survey_id
),

-- two surveys are never added up: their questions differ, and one would hide behind the other
final as (
    select
        year_start_on,
        survey_id,
        answered_count
    from counted
    qualify row_number() over (partition by year_start_on order by answered_count desc, survey_id asc) = 1
)

select * from final
