-- grain: one row per unit definition and scored answer that has a unit, with the names of its unit
with

answers as (
    select * from {{ ref('int_answer_unit') }}
    where missing_dimension is null
),

named as (
    select
        response_id,
        unit_definition_id,
        survey_id,
        period_kind,
        period_start_on,
        {{ unit_dimensions('answers') }} as entity_id,
        {{ period_id('period_kind', 'period_start_on') }} as period_id
    from answers
),

final as (
    select
        response_id,
        unit_definition_id,
        unit_definition_id || ':' || survey_id || ':' || entity_id || ':' || period_id as unit_id,
        unit_definition_id || ':' || survey_id || ':' || entity_id as subject_id,
        entity_id,
        survey_id,
        period_kind,
        period_id,
        period_start_on
    from named
)

select * from final
