-- grain: one row per group of answers, and smaller group of a finer set that lies in it whole
with

smallest as (
    select * from {{ ref('int_answer_member') }}
    where base_id = 'cells'
),

sized as (
    select
        whole_no as group_no,
        count(*) as cell_count
    from smallest
    group by whole_no
),

-- an owner whose answers all lie in one branch is a part of that branch
final as (
    select
        wholes.whole_no,
        parts.set_id as part_set_id,
        parts.whole_no as part_no
    from smallest as wholes
    inner join {{ ref('int_answer_set_pair') }} as pairs
        on wholes.set_id = pairs.whole_set_id
    inner join smallest as parts
        on wholes.part_no = parts.part_no and pairs.part_set_id = parts.set_id
    inner join sized
        on parts.whole_no = sized.group_no
    group by wholes.whole_no, parts.set_id, parts.whole_no, sized.cell_count
    having count(*) = sized.cell_count
)

select * from final
