-- The counts per score of a cell sum to its answers.
{{ config(meta={'dagster': {'ref': {'name': 'agg_score_counts'}}}) }}

select
    cells.cell_id,
    cells.answered_count,
    sum(scores.answered_count) as scored_count
from {{ ref('agg_satisfaction_cells') }} as cells
left join {{ ref('agg_score_counts') }} as scores
    on cells.cell_id = scores.cell_id
group by cells.cell_id, cells.answered_count
having coalesce(sum(scores.answered_count), 0) <> cells.answered_count
