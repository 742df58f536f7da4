-- grain: one row per owner with customers
with

accounts as (
    select * from {{ ref('dim_account') }}
    where is_customer
),

final as (
    select
        owner_person_id as owner_id,
        count(*) as portfolio_account_count
    from accounts
    where owner_person_id is not null
    group by owner_person_id
)

select * from final
