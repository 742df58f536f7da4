-- grain: one row per loss, in its current version
with

received as (
    select * from {{ source('raw', 'quality__loss_event') }}
),

superseded as (
    {{ superseded_rows(source('raw', 'quality__loss_event'), ['loss_id']) }}
),

final as (
    select
        received.loss_id,
        received.source_table,
        received.source_id,
        received.account_id,
        received.org_unit_id,
        received.order_id,
        received.product_id,
        received.loss_category,
        received.loss_type,
        received.severity,
        received.event_on,
        received.posting_on,
        received.loss_amount,
        received.currency_code,
        received.is_estimated,
        received.recovered_amount,
        received.cost_center,
        received.updated_at,
        received._batch_no,
        received._file_sha256,
        received._row_no
    from received
    where not exists (
        select 1
        from superseded
        where
            superseded.loss_id = received.loss_id
            and superseded._batch_no = received._batch_no
            and superseded._row_no = received._row_no
    )
)

select * from final
