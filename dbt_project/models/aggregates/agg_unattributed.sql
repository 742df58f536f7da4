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
        {{ period_id('period_kind', 'period_start_on') }} as period_id,
        missing_dimension,
        count(*) as answered_count
    from answers
    group by unit_definition_id, survey_id, {{ period_id('period_kind', 'period_start_on') }}, missing_dimension
)

select * from final
