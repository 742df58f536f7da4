-- grain: one row per answered questionnaire, in its current version
with

received as (
    select * from {{ source('raw', 'survey__response') }}
),

superseded as (
    {{ superseded_rows(source('raw', 'survey__response'), ['response_id']) }}
),

final as (
    select
        received.response_id,
        received.invitation_id,
        received.survey_id,
        received.survey_version,
        received.account_id,
        received.contact_id,
        received.order_id,
        received.owner_person_id,
        received.branch_id,
        received.team_id,
        received.channel,
        received.collector_id,
        received.collector_org,
        received.collector_role,
        received.started_at,
        received.submitted_at,
        received.duration_seconds,
        received.call_start_at,
        received.call_seconds,
        received.recording_ref,
        received.language,
        received.response_status,
        received.is_anonymous,
        received.rating,
        received.scale_min,
        received.scale_max,
        received.scale_direction,
        received.comment_text_length,
        received.comment_text_line_count,
        received.comment_text_hash,
        received.updated_at,
        received._batch_no,
        received._file_sha256,
        received._row_no
    from received
    where not exists (
        select 1
        from superseded
        where
            superseded.response_id = received.response_id
            and superseded._batch_no = received._batch_no
            and superseded._row_no = received._row_no
    )
)

select * from final
