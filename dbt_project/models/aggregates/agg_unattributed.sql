-- grain: one row per unit definition, survey, period and first dimension that is missing
with

answers as (
    select * from {{ ref('int_answer_unit') }}
    where missing_dimension is not null
),

final as (
    select
        unit_definition_id,
        survey_id,
        period_kind,
        {{ period_id('period_kind', 'period_start_on') }} as period_id,
        period_start_on,
        missing_dimension,
        count(*) as answered_count,
        count(*) filter (where is_satisfied) as satisfied_count,
        count(*) filter (where is_independent) as independent_count,
        count(*) filter (where is_independent and is_satisfied) as independent_satisfied_count
    from answers
    group by unit_definition_id, survey_id, period_kind, period_start_on, missing_dimension
)

select * from final
