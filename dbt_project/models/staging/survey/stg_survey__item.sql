-- grain: one row per question of a survey version, in its current version
with

received as (
    select * from {{ source('raw', 'survey__item') }}
),

superseded as (
    {{ superseded_rows(source('raw', 'survey__item'), ['survey_id', 'survey_version', 'item_id']) }}
),

final as (
    select
        received.survey_id,
        received.survey_version,
        received.item_id,
        received.item_text,
        received.item_kind,
        received.scale_min,
        received.scale_max,
        received.scale_direction,
        received.is_reverse_coded,
        received.is_core,
        received.updated_at,
        received._batch_no,
        received._file_sha256,
        received._row_no
    from received
    where not exists (
        select 1
        from superseded
        where
            superseded.survey_id = received.survey_id
            and superseded.survey_version = received.survey_version
            and superseded.item_id = received.item_id
            and superseded._batch_no = received._batch_no
            and superseded._row_no = received._row_no
    )
)

select * from final
