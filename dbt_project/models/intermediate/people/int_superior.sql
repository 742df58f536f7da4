-- grain: one row per employee, superior and time in which he is one, as the list of lines or the list of employees says
with

batches as (
    select * from {{ source('raw', 'batch') }}
),

final as (
    select
        received.person_id,
        received.manager_person_id,
        received.valid_from_on,
        {{ last_day('received', 'batches') }} as valid_to_on
    from {{ ref('stg_people__reporting_line') }} as received
    left join batches
        on received._batch_no = batches.batch_no
    union all
    select
        person_id,
        manager_person_id,
        valid_from_on,
        valid_to_on
    from {{ ref('dim_person') }}
    where manager_person_id is not null
)

select * from final
