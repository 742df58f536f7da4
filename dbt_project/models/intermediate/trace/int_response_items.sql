-- grain: one row per answered questionnaire (or back-check) with numeric items
with

answers as (
    select * from {{ ref('stg_survey__answer') }}
    where value_num is not null
),

responses as (
    select
        response_id,
        survey_id,
        survey_version,
        scale_min,
        scale_max,
        scale_direction
    from {{ ref('fct_response') }}
    union all
    select
        back_checks.back_check_id as response_id,
        asked_again.survey_id,
        asked_again.survey_version,
        asked_again.scale_min,
        asked_again.scale_max,
        asked_again.scale_direction
    from {{ ref('stg_survey__back_check') }} as back_checks
    inner join {{ ref('fct_response') }} as asked_again
        on back_checks.response_id = asked_again.response_id
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
        answers.item_id
    from answers
    inner join responses
        on answers.response_id = responses.response_id
),

ranked as (
    select
        survey_id,
        item_id,
        dense_rank() over (partition by survey_id order by item_id) - 1 as place
    from asked
),

levels as (
    select
        answers.response_id,
        ranked.place,
        answers.value_num - coalesce(questions.scale_min, responses.scale_min) as steps,
        coalesce(questions.scale_max, responses.scale_max)
        - coalesce(questions.scale_min, responses.scale_min) as width,
        (coalesce(questions.scale_direction, responses.scale_direction) = 'low_good')
        <> coalesce(questions.is_reverse_coded, false) as is_turned
    from answers
    inner join responses
        on answers.response_id = responses.response_id
    inner join ranked
        on
            responses.survey_id = ranked.survey_id
            and answers.item_id = ranked.item_id
    left join questions
        on
            responses.survey_id = questions.survey_id
            and coalesce(responses.survey_version, '') = coalesce(questions.survey_version, '')
            and answers.item_id = questions.item_id
    where not coalesce(questions.is_rating, false)
),

final as (
    select
        response_id,
        count(*) as item_count,
        avg({{ turned_share('steps', 'width', 'is_turned') }}) as item_mean,
        case when count(*) >= 3 then min(steps) = max(steps) end as is_straight,
        {{ packed_items('steps', 'place', 0) }} as items_1,
        {{ packed_items('steps', 'place', 16) }} as items_2
    from levels
    where steps between 0 and width
    group by response_id
)

select * from final
