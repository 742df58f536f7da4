-- grain: one row per line of a sales order, in its current version
with

received as (
    select * from {{ source('raw', 'crm__order_line') }}
),

superseded as (
    {{ superseded_rows(source('raw', 'crm__order_line'), ['order_id', 'line_no']) }}
),

final as (
    select
        received.order_id,
        received.line_no,
        received.account_id,
        received.product_id,
        received.ordered_qty,
        received.uom,
        received.unit_price_amount,
        received.freight_amount,
        received.currency_code,
        received.ordered_on,
        received.requested_on,
        received.committed_on,
        received.change_reason,
        received.updated_at,
        received._batch_no,
        received._file_sha256,
        received._row_no
    from received
    where not exists (
        select 1
        from superseded
        where
            superseded.order_id = received.order_id
            and superseded.line_no = received.line_no
            and superseded._batch_no = received._batch_no
            and superseded._row_no = received._row_no
    )
)

select * from final
