-- grain: one row per numeric item of a traced answer or back-check, with its level and its place within the survey
with

answers as (
    select
        response_id,
        item_id,
        value_num
    from {{ ref('stg_survey__answer') }}
    where value_num is not null
),

responses as (
    select
        scored.answer_id as response_id,
        scored.survey_id,
        coalesce(scored.survey_version, '') as survey_version,
        scored.scale_min,
        scored.scale_max,
        scored.scale_direction
    from {{ ref('int_scored_answer') }} as scored
),

-- the one question that is the rating itself is no item beside it
questions as (
    select
        *,
        coalesce(is_core, false)
        and count(*) filter (where is_core) over (partition by survey_id, survey_version) = 1 as is_rating
    from {{ ref('stg_survey__item') }}
),

asked as (
    select distinct
        responses.survey_id,
        responses.survey_version,
        answers.item_id
    from answers
    inner join responses
        on answers.response_id = responses.response_id
),

-- an answer that names no version is read by the latest one
known as (
    select
        asked.*,
        questions.* exclude (survey_id, survey_version, item_id),
        dense_rank() over (partition by asked.survey_id order by asked.item_id) - 1 as place
    from asked
    left join questions
        on
            asked.survey_id = questions.survey_id
            and asked.item_id = questions.item_id
            and asked.survey_version in (coalesce(questions.survey_version, ''), '')
    where not coalesce(questions.is_rating, false)
    qualify row_number() over (
        partition by asked.survey_id, asked.survey_version, asked.item_id
        order by questions.survey_version desc nulls last
    ) = 1
),

final as (
    select
        answers.response_id,
        known.place,
        answers.value_num - coalesce(known.scale_min, responses.scale_min) as steps,
        coalesce(known.scale_max, responses.scale_max) - coalesce(known.scale_min, responses.scale_min) as width,
        (coalesce(known.scale_direction, responses.scale_direction) = 'low_good')
        <> coalesce(known.is_reverse_coded, false) as is_turned
    from answers
    inner join responses
        on answers.response_id = responses.response_id
    inner join known
        on
            responses.survey_id = known.survey_id
            and responses.survey_version = known.survey_version
            and answers.item_id = known.item_id
)

select * from final
