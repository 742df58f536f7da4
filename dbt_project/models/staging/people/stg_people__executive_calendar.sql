-- grain: one row per calendar entry of one person, in its current version
with

received as (
    select * from {{ source('raw', 'people__executive_calendar') }}
),

superseded as (
    {{ superseded_rows(source('raw', 'people__executive_calendar'), ['event_id', 'person_id']) }}
),

final as (
    select
        received.event_id,
        received.person_id,
        received.start_at,
        received.end_at,
        received.subject_class,
        received.account_id,
        received.attendee_domains,
        received.organizer_person_id,
        received.is_online,
        received.location_length,
        received.location_line_count,
        received.location_hash,
        received.category,
        received.response_status,
        received.series_id,
        received.is_cancelled,
        received.updated_at,
        received._batch_no,
        received._file_sha256,
        received._row_no
    from received
    where not exists (
        select 1
        from superseded
        where
            superseded.event_id = received.event_id
            and superseded.person_id = received.person_id
            and superseded._batch_no = received._batch_no
            and superseded._row_no = received._row_no
    )
)

select * from final
