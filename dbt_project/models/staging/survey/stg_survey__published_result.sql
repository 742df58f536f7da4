-- grain: one row per figure that exists only as an aggregate, in its current version
with

received as (
    select * from {{ source('raw', 'survey__published_result') }}
),

superseded as (
    {{ superseded_rows(source('raw', 'survey__published_result'), ['result_id']) }}
),

final as (
    select
        received.result_id,
        received.survey_id,
        received.unit_type,
        received.unit_key,
        received.period_label,
        received.measure,
        received.result_value,
        received.scale_min,
        received.scale_max,
        received.answered_count,
        received.reported_by_org,
        received.source_document,
        received.published_at,
        received.updated_at,
        received._batch_no,
        received._file_sha256,
        received._row_no
    from received
    where not exists (
        select 1
        from superseded
        where
            superseded.result_id = received.result_id
            and superseded._batch_no = received._batch_no
            and superseded._row_no = received._row_no
    )
)

select * from final
