-- grain: one row per month and branch, net invoices, or order values where no invoice arrived at all
with

invoices as (
    select * from {{ ref('stg_finance__invoice') }}
),

orders as (
    select * from {{ ref('fct_order') }}
),

account_owners as (
    select * from {{ ref('int_account_owner_period') }}
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

converted as (
    select
        sales.*,
        {{ company_amount('sales.amount', 'sales.currency_code', 'rates') }} as company_amount
    from sales
    cross join company
    left join {{ ref('int_exchange_rate') }} as rates
        on {{ rate_of_day('rates', 'sales.currency_code', 'sales.sold_on') }}
    where sales.sold_on is not null
),

final as (
    select
        {{ period_start("'month'", 'converted.sold_on') }} as month_start_on,
        account_owners.branch_id,
        min(converted.revenue_basis) as revenue_basis,
        sum(converted.company_amount) as revenue_amount,
        count(converted.amount) as sale_count,
        count(converted.company_amount) as summed_sale_count
    from converted
    left join account_owners
        on
            converted.account_id = account_owners.account_id
            and converted.sold_on between account_owners.valid_from_on and account_owners.valid_to_on
    group by {{ period_start("'month'", 'converted.sold_on') }}, account_owners.branch_id
)

select * from final
