-- grain: one row per unit
with

assessed as (
    select * from {{ source('integrity', 'verdict') }}
),

-- a column in which a run found nothing has no type of its own
final as (
    select
        cast(unit_id as varchar) as unit_id,
        cast(unit_definition_id as varchar) as unit_definition_id,
        cast(subject_id as varchar) as subject_id,
        cast(survey_id as varchar) as survey_id,
        cast(period_id as varchar) as period_id,
        cast(conclusion_code as varchar) as conclusion_code,
        cast(reason_code as varchar) as reason_code,
        cast(suspicion_score as double) as suspicion_score,
        cast(combined_p_value as double) as combined_p_value,
        cast(q_value as double) as q_value,
        cast(own_period_p_value as double) as own_period_p_value,
        cast(found_effect as double) as found_effect
    from assessed
)

select * from final
