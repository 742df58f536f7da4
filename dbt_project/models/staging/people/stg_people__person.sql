-- grain: one row per employee, in its current version
with

received as (
    select * from {{ source('raw', 'people__person') }}
),

superseded as (
    {{ superseded_rows(source('raw', 'people__person'), ['person_id']) }}
),

final as (
    select
        received.person_id,
        received.department,
        received.role,
        received.level,
        received.manager_person_id,
        received.team_id,
        received.branch_id,
        received.working_minutes_per_day,
        received.valid_from_on,
        received.valid_to_on,
        received.updated_at,
        received._batch_no,
        received._file_sha256,
        received._row_no
    from received
    where not exists (
        select 1
        from superseded
        where
            superseded.person_id = received.person_id
            and superseded._batch_no = received._batch_no
            and superseded._row_no = received._row_no
    )
)

select * from final
