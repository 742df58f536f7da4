-- grain: one row per version of a survey, in its current version
with

received as (
    select * from {{ source('raw', 'survey__survey') }}
),

superseded as (
    {{ superseded_rows(source('raw', 'survey__survey'), ['survey_id', 'survey_version']) }}
),

final as (
    select
        received.survey_id,
        received.survey_version,
        received.title,
        received.survey_type,
        received.scale_rule,
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
            and superseded._batch_no = received._batch_no
            and superseded._row_no = received._row_no
    )
)

select * from final
