-- grain: one row per sales order
with

orders as (
    select * from {{ ref('stg_crm__sales_order') }}
),

order_lines as (
    select * from {{ ref('fct_order_line') }}
),

company as (
    select * from {{ source('config', 'company') }}
),

-- only where the order states no value: adding up every line of every order would cost more than it tells
lines_of_unvalued_orders as (
    select
        order_lines.order_id,
        sum(order_lines.line_amount) as line_amount,
        min(order_lines.currency_code) as currency_code
    from order_lines
    inner join orders
        on order_lines.order_id = orders.order_id
    where orders.order_amount is null
    group by order_lines.order_id
    having count(distinct order_lines.currency_code) <= 1
),

account_owners as (
    select * from {{ ref('int_account_owner_period') }}
),

final as (
    select
        orders.order_id,
        orders.account_id,
        account_owners.owner_id,
        account_owners.owner_origin_code,
        account_owners.branch_id,
        orders.order_status,
        orders.ordered_at,
        {{ local_date('orders.ordered_at', 'company.time_zone') }} as ordered_on,
        orders.approved_at,
        orders.requested_on,
        orders.committed_on,
        orders.handed_over_at,
        cast(coalesce(orders.order_amount, valued.line_amount) as decimal(18, 4)) as order_amount,
        orders.order_amount is null and valued.line_amount is not null as is_amount_from_lines,
        case
            when orders.order_amount is null then coalesce(valued.currency_code, orders.currency_code)
            else orders.currency_code
        end as currency_code
    from orders
    cross join company
    left join lines_of_unvalued_orders as valued
        on orders.order_id = valued.order_id
    left join account_owners
        on
            orders.account_id = account_owners.account_id
            and {{ local_date('orders.ordered_at', 'company.time_zone') }}
            between account_owners.valid_from_on and account_owners.valid_to_on
)

select * from final
