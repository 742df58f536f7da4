-- grain: one row per sum that a reader can do over published opinions, and cell in it
with

parts as (
    select * from {{ ref('int_answer_margin') }}
    union all
    select * from {{ ref('int_kpi_margin') }}
),

final as (
    select
        dense_rank() over (order by whole_no, part_set_id) as margin_no,
        part_no as cell_no,
        false as is_whole,
        rest_count
    from parts
    union all
    select distinct
        dense_rank() over (order by whole_no, part_set_id) as margin_no,
        whole_no as cell_no,
        true as is_whole,
        rest_count
    from parts
)

select * from final
