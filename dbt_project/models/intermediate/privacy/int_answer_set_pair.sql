-- grain: one row per set of groups of answers and finer set
with

-- a set with more groups is the finer one
sets as (
    select
        set_id,
        row_number() over (order by count(distinct whole_no), set_id) as set_no
    from {{ ref('int_answer_member') }}
    where base_id = 'cells'
    group by set_id
),

final as (
    select
        wholes.set_id as whole_set_id,
        parts.set_id as part_set_id
    from sets as wholes
    inner join sets as parts
        on wholes.set_no < parts.set_no
)

select * from final
