-- grain: one row per unit and detector
with

assessed as (
    select * from {{ source('integrity', 'finding') }}
),

-- a column in which a run found nothing has no type of its own
final as (
    select
        cast(unit_id as varchar) as unit_id,
        cast(unit_definition_id as varchar) as unit_definition_id,
        cast(subject_id as varchar) as subject_id,
        cast(survey_id as varchar) as survey_id,
        cast(period_id as varchar) as period_id,
        cast(detector_id as varchar) as detector_id,
        cast(method_version as varchar) as method_version,
        cast(finding_code as varchar) as finding_code,
        cast(reason_code as varchar) as reason_code,
        cast(statistic as double) as statistic,
        cast(reference_rate as double) as reference_rate,
        cast(reference_origin_code as varchar) as reference_origin_code,
        cast(reference_count as bigint) as reference_count,
        cast(reference_spread as double) as reference_spread,
        cast(n as bigint) as n,
        cast(p_value as double) as p_value,
        cast(randomised_p_value as double) as randomised_p_value,
        cast(effect as double) as effect,
        cast(minimum_n as bigint) as minimum_n,
        cast(severity_code as varchar) as severity_code
    from assessed
)

select * from final
