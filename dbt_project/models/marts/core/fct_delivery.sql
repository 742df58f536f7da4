-- grain: one row per delivered line
with

deliveries as (
    select * from {{ ref('stg_crm__delivery') }}
),

orders as (
    select * from {{ ref('fct_order') }}
),

company as (
    select * from {{ source('config', 'company') }}
),

delivered as (
    select
        deliveries.*,
        orders.order_status,
        coalesce(deliveries.account_id, orders.account_id) as receiving_account_id,
        coalesce(deliveries.committed_on, orders.committed_on) as promised_on,
        {{ local_date('deliveries.shipped_at', 'company.time_zone') }} as shipped_on,
        {{ local_time('deliveries.delivered_at', 'company.time_zone') }} as delivered_local_at
    from deliveries
    cross join company
    left join orders
        on deliveries.order_id = orders.order_id
),

final as (
    select
        delivery_id,
        line_no,
        order_id,
        order_line_no,
        order_status,
        receiving_account_id as account_id,
        product_id,
        shipped_at,
        shipped_on,
        delivered_at,
        cast(delivered_local_at as date) as delivered_on,
        promised_on as committed_on,
        -- two honest readings of a promise: the promised day still counts, or it ends when that day begins
        cast(delivered_local_at as date) > promised_on as is_late_by_date,
        delivered_local_at > cast(promised_on as timestamp) as is_late_by_time,
        delivered_qty,
        batch_id,
        is_docs_ok,
        is_damage_free,
        freight_type,
        freight_cost_amount,
        currency_code
    from delivered
)

select * from final
