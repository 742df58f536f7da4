-- grain: one row per month and branch, net invoices, or order values where no invoice arrived at all
with

invoices as (
    select * from {{ ref('stg_finance__invoice') }}
),

orders as (
    select * from {{ ref('fct_order') }}
),

accounts as (
    select * from {{ ref('dim_account') }}
),

company as (
    select * from {{ source('config', 'company') }}
),

sales as (
    select
        'invoices' as revenue_basis,
        account_id,
        invoiced_on as sold_on,
        net_amount as amount,
        currency_code
    from invoices
    union all
    -- one basis for all periods: a mixture would turn the arrival of a feed into growth
    select
        'orders' as revenue_basis,
        account_id,
        ordered_on as sold_on,
        order_amount as amount,
        currency_code
    from orders
    where not exists (select 1 from invoices)
),

final as (
    select
        {{ period_start("'month'", 'sales.sold_on') }} as month_start_on,
        accounts.branch_id,
        min(sales.revenue_basis) as revenue_basis,
        sum(case when coalesce(sales.currency_code = company.currency_code, true) then sales.amount end)
            as revenue_amount,
        count(sales.amount) as sale_count,
        count(case when coalesce(sales.currency_code = company.currency_code, true) then sales.amount end)
            as summed_sale_count
    from sales
    cross join company
    left join accounts
        on sales.account_id = accounts.account_id
    where sales.sold_on is not null
    group by {{ period_start("'month'", 'sales.sold_on') }}, accounts.branch_id
)

select * from final
