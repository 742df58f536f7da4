-- grain: one row per account and period with sales, in the company's currency
with

kinds as (
    select distinct period_kind from {{ source('config', 'unit_definition') }}
),

sales as (
    select * from {{ ref('int_sale') }}
),

final as (
    select
        sales.account_id,
        kinds.period_kind,
        {{ period_start('kinds.period_kind', 'sales.sold_on') }} as period_start_on,
        sum(sales.company_amount) as revenue_amount
    from sales
    cross join kinds
    where sales.account_id is not null
    group by sales.account_id, kinds.period_kind, {{ period_start('kinds.period_kind', 'sales.sold_on') }}
)

select * from final
