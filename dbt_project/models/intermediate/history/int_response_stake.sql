-- grain: one row per answered questionnaire that counts, with what owner and asking party have to gain by it on its day
with

answers as (
    select * from {{ ref('fct_response') }}
),

stakes as (
    select * from {{ ref('int_asked_stake') }}
),

final as (
    select
        answers.response_id,
        stakes.measured_weight,
        stakes.stake_rule_code,
        stakes.collector_stake,
        stakes.conflict_stake
    from answers
    inner join stakes
        on {{ same_asked('answers', 'stakes', 'submitted_on') }}
)

select * from final
