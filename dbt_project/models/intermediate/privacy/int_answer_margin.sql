-- grain: one row per group of answers, set of smaller groups and part: the ways in which readers can add a group up
with

members as (
    select * from {{ ref('int_answer_member') }}
),

inside as (
    select * from {{ ref('int_answer_part') }}
),

-- what lies in no part of a set is told by its smallest cells
outside as (
    select
        wholes.whole_no,
        pairs.part_set_id,
        wholes.part_no
    from members as wholes
    inner join {{ ref('int_answer_set_pair') }} as pairs
        on wholes.set_id = pairs.whole_set_id
    left join members as parts
        on wholes.part_no = parts.part_no and pairs.part_set_id = parts.set_id
    left join inside
        on wholes.whole_no = inside.whole_no and parts.whole_no = inside.part_no
    where wholes.base_id = 'cells' and inside.whole_no is null
),

final as (
    select
        *,
        0 as rest_count
    from inside
    union all
    select
        *,
        0 as rest_count
    from outside
    union all
    select
        whole_no,
        base_id as part_set_id,
        part_no,
        whole_count - sum(opinion_count) over (partition by whole_no, base_id) as rest_count
    from members
)

select * from final
