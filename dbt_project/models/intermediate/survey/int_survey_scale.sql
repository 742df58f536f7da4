-- grain: one row per survey and version, and one per survey without a version where all versions agree
with

surveys as (
    select * from {{ ref('stg_survey__survey') }}
),

-- the questions that belong to the satisfaction figure
items as (
    select * from {{ ref('stg_survey__item') }}
    where {{ is_core_question() }}
),

questions as (
    select
        coalesce(surveys.survey_id, items.survey_id) as survey_id,
        coalesce(surveys.survey_version, items.survey_version) as survey_version,
        surveys.survey_type,
        items.scale_min,
        items.scale_max,
        items.scale_direction
    from surveys
    full join items
        on
            surveys.survey_id = items.survey_id
            and surveys.survey_version = items.survey_version
),

-- an answer that names no version is read by what all versions agree on
versioned as (
    select * from questions
    union all
    select * replace (null as survey_version) from questions
),

agreed as (
    select
        survey_id,
        survey_version,
        case when min(survey_type) = max(survey_type) then min(survey_type) end as survey_type,
        min(scale_min) = max(scale_min)
        and min(scale_max) = max(scale_max)
        and coalesce(min(scale_direction) = max(scale_direction), true) as is_one_scale,
        min(scale_min) as scale_min,
        max(scale_max) as scale_max,
        min(scale_direction) as scale_direction
    from versioned
    group by survey_id, survey_version
),

final as (
    select
        survey_id,
        survey_version,
        survey_type,
        case when is_one_scale then scale_min end as scale_min,
        case when is_one_scale then scale_max end as scale_max,
        case when is_one_scale then scale_direction end as scale_direction
    from agreed
)

select * from final
