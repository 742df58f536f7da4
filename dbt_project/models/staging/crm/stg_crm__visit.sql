-- grain: one row per contact with a customer, in its current version
with

received as (
    select * from {{ source('raw', 'crm__visit') }}
),

superseded as (
    {{ superseded_rows(source('raw', 'crm__visit'), ['activity_id']) }}
),

final as (
    select
        received.activity_id,
        received.account_id,
        received.person_id,
        received.visit_type,
        received.purpose,
        received.is_on_site,
        received.start_at,
        received.end_at,
        received.needs_captured_count,
        received.proof_ref,
        received.updated_at,
        received._batch_no,
        received._file_sha256,
        received._row_no
    from received
    where not exists (
        select 1
        from superseded
        where
            superseded.activity_id = received.activity_id
            and superseded._batch_no = received._batch_no
            and superseded._row_no = received._row_no
    )
)

select * from final
