-- grain: one row per account, branch and month with sales, in the company's currency
with

sales as (
    select * from {{ ref('int_sale') }}
),

account_owners as (
    select * from {{ ref('int_account_owner_period') }}
),

final as (
    select
        sales.account_id,
        account_owners.branch_id,
        {{ period_start("'month'", 'sales.sold_on') }} as month_start_on,
        min(sales.revenue_basis) as revenue_basis,
        sum(sales.company_amount) as revenue_amount,
        count(sales.amount) as sale_count,
        count(sales.company_amount) as summed_sale_count,
        -- a credit note alone is no sale
        count(*) filter (where sales.amount > 0) as positive_sale_count,
        sum(sales.company_amount) filter (where sales.company_cost_amount is not null) as costed_revenue_amount,
        sum(sales.company_cost_amount) filter (where sales.company_amount is not null) as cost_amount,
        count(*) filter (where sales.company_amount is not null and sales.company_cost_amount is not null)
            as costed_sale_count
    from sales
    left join account_owners
        on
            sales.account_id = account_owners.account_id
            and sales.sold_on between account_owners.valid_from_on and account_owners.valid_to_on
    group by sales.account_id, account_owners.branch_id, {{ period_start("'month'", 'sales.sold_on') }}
)

select * from final
