-- grain: one row per traced answer of a known account, with what the account met in the days before it
with

answers as (
    select
        answer_id,
        account_id,
        submitted_on
    from {{ ref('int_answer_trace') }}
    where account_id is not null
),

events as (
    select * from {{ ref('int_account_event') }}
    where account_id is not null
),

company as (
    select * from {{ source('config', 'company') }}
),

final as (
    select
        answers.answer_id,
        {{ event_counts('events') }}
    from answers
    cross join company
    left join events
        on
            answers.account_id = events.account_id
            and events.event_on between answers.submitted_on - company.severe_within_days and answers.submitted_on
    group by answers.answer_id
)

select * from final
