-- grain: one row per answered questionnaire whose overall rating lies in its answers to the core questions
with

-- the questions that belong to the satisfaction figure
questions as (
    select * from {{ ref('stg_survey__item') }}
    where {{ is_core_question() }}
),

responses as (
    select * from {{ ref('stg_survey__response') }}
    where rating is null
),

final as (
    select
        responses.response_id,
        -- a question that is worded the other way round is turned before it is averaged with the others
        cast(avg(
            case
                when questions.is_reverse_coded then questions.scale_min + questions.scale_max - answers.value_num
                else answers.value_num
            end
        ) as decimal(6, 2)) as rating
    from {{ ref('stg_survey__answer') }} as answers
    inner join responses
        on answers.response_id = responses.response_id
    inner join questions
        on {{ asked_question('responses', 'questions', 'answers') }}
    where answers.value_num is not null
    group by responses.response_id
)

select * from final
