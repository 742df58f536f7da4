-- grain: one row per opinion cell that is withheld
with recursive

company as (
    select * from {{ source('config', 'company') }}
),

cells as (
    select * from {{ ref('int_opinion_cell') }}
),

margins as (
    select * from {{ ref('int_opinion_margin') }}
),

-- step 0 withholds the small ones; each further step withholds, in every sum that gives a withheld cell away, the
-- smallest cell that is still shown: in the end no sum is left that does
steps as (
    select
        cell_no,
        opinion_count,
        is_small as is_withheld,
        0 as step_no
    from cells
    union all
    select
        steps.cell_no,
        steps.opinion_count,
        steps.is_withheld or chosen.cell_no is not null as is_withheld,
        steps.step_no + 1 as step_no
    from steps
    left join (
        select distinct summed.next_cell_no as cell_no
        from (
            select
                arg_min(
                    case when not steps.is_withheld then steps.cell_no end,
                    (steps.is_withheld, margins.is_whole, steps.opinion_count, steps.cell_no)
                ) as next_cell_no,
                bool_or(margins.is_whole and steps.is_withheld) as is_whole_withheld,
                count(*) filter (where steps.is_withheld and not margins.is_whole) as withheld_count,
                max(margins.rest_count) as rest_count,
                max(margins.rest_count) + coalesce(
                    sum(steps.opinion_count) filter (where steps.is_withheld and not margins.is_whole), 0
                ) as unseen_count
            from margins
            inner join steps
                on margins.cell_no = steps.cell_no
            group by margins.margin_no
        ) as summed
        cross join company
        where {{ gives_away('summed', 'company.smallest_cell') }}
    ) as chosen
        on steps.cell_no = chosen.cell_no
    qualify bool_or(chosen.cell_no is not null) over ()
),

final as (
    select
        cells.cell_id,
        cells.opinion_count,
        cells.is_small
    from steps
    inner join cells
        on steps.cell_no = cells.cell_no
    where steps.step_no = (select max(last_steps.step_no) from steps as last_steps) and steps.is_withheld
)

select * from final
