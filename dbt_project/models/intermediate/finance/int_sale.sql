-- grain: one row per invoice line, or per order where no invoice arrived at all, in the company's currency
with

invoices as (
    select * from {{ ref('stg_finance__invoice') }}
),

orders as (
    select * from {{ ref('fct_order') }}
),

company as (
    select * from {{ source('config', 'company') }}
),

sales as (
    select
        'invoices' as revenue_basis,
        account_id,
        product_id,
        invoiced_on as sold_on,
        net_amount as amount,
        cost_amount,
        currency_code
    from invoices
    union all
    -- one basis for all periods: a mixture would turn the arrival of a feed into growth
    select
        'orders' as revenue_basis,
        account_id,
        null as product_id,
        ordered_on as sold_on,
        order_amount as amount,
        null as cost_amount,
        currency_code
    from orders
    where not exists (select 1 from invoices)
),

final as (
    select
        sales.*,
        {{ company_amount('sales.amount', 'sales.currency_code', 'rates') }} as company_amount,
        {{ company_amount('sales.cost_amount', 'sales.currency_code', 'rates') }} as company_cost_amount
    from sales
    cross join company
    left join {{ ref('int_exchange_rate') }} as rates
        on {{ rate_of_day('rates', 'sales.currency_code', 'sales.sold_on') }}
    where sales.sold_on is not null
)

select * from final
