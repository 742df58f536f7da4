-- grain: one row per sales order, in its current version
with

received as (
    select * from {{ source('raw', 'crm__sales_order') }}
),

superseded as (
    {{ superseded_rows(source('raw', 'crm__sales_order'), ['order_id']) }}
),

final as (
    select
        received.order_id,
        received.account_id,
        received.order_status,
        received.ordered_at,
        received.approved_at,
        received.requested_on,
        received.committed_on,
        received.handed_over_at,
        received.order_amount,
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
            superseded.order_id = received.order_id
            and superseded._batch_no = received._batch_no
            and superseded._row_no = received._row_no
    )
)

select * from final
