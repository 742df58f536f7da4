-- grain: one row per detector
with

assessed as (
    select * from {{ source('integrity', 'detector') }}
),

-- a column in which a run found nothing has no type of its own
final as (
    select
        cast(detector_id as varchar) as detector_id,
        cast(detector_name as varchar) as detector_name,
        cast(question_en as varchar) as question_en,
        cast(question_zh as varchar) as question_zh,
        cast(family as varchar) as family,
        cast(severity_code as varchar) as severity_code,
        cast(method_version as varchar) as method_version,
        cast(subject_kind as varchar) as subject_kind,
        cast(innocent_en as varchar) as innocent_en,
        cast(innocent_zh as varchar) as innocent_zh,
        cast(source as varchar) as source
    from assessed
)

select * from final
