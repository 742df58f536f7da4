-- grain: one row per invitation to a survey, in its current version
with

received as (
    select * from {{ source('raw', 'survey__invitation') }}
),

superseded as (
    {{ superseded_rows(source('raw', 'survey__invitation'), ['invitation_id']) }}
),

final as (
    select
        received.invitation_id,
        received.survey_id,
        received.account_id,
        received.contact_id,
        received.channel,
        received.sent_at,
        received.invitation_status,
        received.bounced_at,
        received.opened_at,
        received.started_at,
        received.completed_at,
        received.sent_by_person_id,
        received.address_domain,
        received.updated_at,
        received._batch_no,
        received._file_sha256,
        received._row_no
    from received
    where not exists (
        select 1
        from superseded
        where
            superseded.invitation_id = received.invitation_id
            and superseded._batch_no = received._batch_no
            and superseded._row_no = received._row_no
    )
)

select * from final
