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
        cast(found_effect as double) as found_effect,
        cast(distortion_probability as double) as distortion_probability,
        cast(own_period_factor as double) as own_period_factor,
        cast(outcome_factor as double) as outcome_factor,
        cast(mechanism_code as varchar) as mechanism_code,
        cast(expected_share as double) as expected_share,
        cast(judged_count as bigint) as judged_count,
        cast(explanation_en as varchar) as explanation_en,
        cast(explanation_zh as varchar) as explanation_zh,
        cast(brief_en as varchar) as brief_en,
        cast(brief_zh as varchar) as brief_zh
    from assessed
)

select * from final
