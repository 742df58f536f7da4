-- grain: one row per invoice or credit line, in its current version
with

received as (
    select * from {{ source('raw', 'finance__invoice') }}
),

superseded as (
    {{ superseded_rows(source('raw', 'finance__invoice'), ['invoice_id']) }}
),

final as (
    select
        received.invoice_id,
        received.account_id,
        received.order_id,
        received.product_id,
        received.invoiced_on,
        received.net_amount,
        received.cost_amount,
        received.currency_code,
        received.is_credit,
        received.updated_at,
        received._batch_no,
        received._file_sha256,
        received._row_no
    from received
    where not exists (
        select 1
        from superseded
        where
            superseded.invoice_id = received.invoice_id
            and superseded._batch_no = received._batch_no
            and superseded._row_no = received._row_no
    )
)

select * from final
