-- grain: one row per smallest group of answers and larger one that it lies in whole, by number
with

cells as (
    select * from {{ ref('int_opinion_cell') }}
),

final as (
    select
        answer_groups.base_id,
        parts.cell_no as part_no,
        parts.opinion_count,
        wholes.cell_no as whole_no,
        wholes.opinion_count as whole_count,
        answer_groups.set_id
    from {{ ref('int_answer_group') }} as answer_groups
    inner join cells as parts
        on answer_groups.part_id = parts.cell_id
    inner join cells as wholes
        on answer_groups.group_id = wholes.cell_id
    where answer_groups.part_id <> answer_groups.group_id
)

select * from final
