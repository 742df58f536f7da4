-- grain: one row, the part of the accounts whose answers are looked at one by one, in thousandths
-- (units are counted from all answers; only the traces of single ones are sampled, by account)
with

answers as (
    select count(*) as answer_count from {{ ref('fct_response') }}
),

accounts as (
    select count(*) as account_count from {{ ref('dim_account') }}
),

final as (
    select
        answers.answer_count,
        least(1000, floor(1000.0 * least(
            {{ var('traced_answers') }} / greatest(answers.answer_count, 1),
            {{ var('traced_accounts') }} / greatest(accounts.account_count, 1)
        ))) as sampled_per_mille
    from answers
    cross join accounts
)

select * from final
