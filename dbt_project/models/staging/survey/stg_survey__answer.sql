-- grain: one row per answered question, in its current version
with

received as (
    select * from {{ source('raw', 'survey__answer') }}
),

superseded as (
    {{ superseded_rows(source('raw', 'survey__answer'), ['response_id', 'item_id']) }}
),

final as (
    select
        received.response_id,
        received.item_id,
        received.value_raw_length,
        received.value_raw_line_count,
        received.value_raw_hash,
        received.value_num,
        received.missing_reason,
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
            and superseded.item_id = received.item_id
            and superseded._batch_no = received._batch_no
            and superseded._row_no = received._row_no
    )
)

select * from final
