-- grain: one row per complaint, in its current version
with

received as (
    select * from {{ source('raw', 'quality__complaint') }}
),

superseded as (
    {{ superseded_rows(source('raw', 'quality__complaint'), ['complaint_id']) }}
),

final as (
    select
        received.complaint_id,
        received.account_id,
        received.org_unit_id,
        received.contact_id,
        received.product_id,
        received.batch_id,
        received.received_at,
        received.channel,
        received.registered_at,
        received.registered_by_person_id,
        received.acknowledged_at,
        received.severity,
        received.affected_qty,
        received.description_length,
        received.description_line_count,
        received.description_hash,
        received.owner_person_id,
        received.root_cause_code,
        received.due_at,
        received.customer_confirmed_at,
        received.closed_at,
        received.reopened_at,
        received.justified,
        received.complaint_status,
        received.updated_at,
        received._batch_no,
        received._file_sha256,
        received._row_no
    from received
    where not exists (
        select 1
        from superseded
        where
            superseded.complaint_id = received.complaint_id
            and superseded._batch_no = received._batch_no
            and superseded._row_no = received._row_no
    )
)

select * from final
