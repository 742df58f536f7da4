-- grain: one row per line of a sales order
with

order_lines as (
    select * from {{ ref('stg_crm__order_line') }}
),

final as (
    select
        order_id,
        line_no,
        account_id,
        product_id,
        ordered_qty,
        uom,
        unit_price_amount,
        cast(ordered_qty * unit_price_amount as decimal(18, 4)) as line_amount,
        freight_amount,
        currency_code,
        ordered_on,
        requested_on,
        committed_on,
        change_reason
    from order_lines
)

select * from final
