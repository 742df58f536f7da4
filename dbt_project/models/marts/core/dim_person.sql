-- grain: one row per employee
with

people as (
    select * from {{ ref('stg_people__person') }}
),

final as (
    select
        person_id,
        department,
        role,
        level,
        manager_person_id,
        team_id,
        branch_id,
        working_minutes_per_day,
        valid_from_on,
        valid_to_on
    from people
)

select * from final
