-- grain: one row per month and branch, net invoices, or order values where no invoice arrived at all
with

sales as (
    select * from {{ ref('int_sale') }}
),

account_owners as (
    select * from {{ ref('int_account_owner_period') }}
),

final as (
    select
        {{ period_start("'month'", 'sales.sold_on') }} as month_start_on,
        account_owners.branch_id,
        min(sales.revenue_basis) as revenue_basis,
        sum(sales.company_amount) as revenue_amount,
        count(sales.amount) as sale_count,
        count(sales.company_amount) as summed_sale_count
    from sales
    left join account_owners
        on
            sales.account_id = account_owners.account_id
            and sales.sold_on between account_owners.valid_from_on and account_owners.valid_to_on
    group by {{ period_start("'month'", 'sales.sold_on') }}, account_owners.branch_id
)

select * from final
