-- grain: one row per answer to a question about recommending or about effort (back-checks and tests are left out)
with

questions as (
    select * from {{ ref('stg_survey__item') }}
    where item_kind in ('nps', 'ces')
),

final as (
    select
        answers.response_id,
        answers.item_id,
        questions.item_kind,
        responses.submitted_on as event_on,
        responses.branch_id,
        answers.value_num,
        questions.scale_min,
        questions.scale_max,
        -- how good it is, 0 to 1, with its good end turned upwards; empty outside its scale
        case
            when answers.value_num between questions.scale_min and questions.scale_max then {{ turned_share(
                'answers.value_num - questions.scale_min',
                'questions.scale_max - questions.scale_min',
                "(coalesce(questions.scale_direction, 'high_good') = 'low_good')"
                ~ " <> coalesce(questions.is_reverse_coded, false)",
            ) }}
        end as answer_share
    from {{ ref('stg_survey__answer') }} as answers
    inner join {{ ref('fct_response') }} as responses
        on answers.response_id = responses.response_id
    inner join questions
        on {{ asked_question('responses', 'questions', 'answers') }}
    where answers.value_num is not null and responses.survey_type is distinct from 'back_check'
)

select * from final
