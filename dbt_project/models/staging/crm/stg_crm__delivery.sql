-- grain: one row per delivered line, in its current version
with

received as (
    select * from {{ source('raw', 'crm__delivery') }}
),

superseded as (
    {{ superseded_rows(source('raw', 'crm__delivery'), ['delivery_id', 'line_no']) }}
),

final as (
    select
        received.delivery_id,
        received.line_no,
        received.order_id,
        received.order_line_no,
        received.account_id,
        received.product_id,
        received.shipped_at,
        received.delivered_at,
        received.committed_on,
        received.delivered_qty,
        received.batch_id,
        received.is_docs_ok,
        received.is_damage_free,
        received.freight_type,
        received.freight_cost_amount,
        received.currency_code,
        received.updated_at,
        received._batch_no,
        received._file_sha256,
        received._row_no
    from received
    where not exists (
        select 1
        from superseded
        where
            superseded.delivery_id = received.delivery_id
            and superseded.line_no = received.line_no
            and superseded._batch_no = received._batch_no
            and superseded._row_no = received._row_no
    )
)

select * from final
