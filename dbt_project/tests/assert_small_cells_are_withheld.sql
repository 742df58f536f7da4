-- Nothing is let out about a cell or a unit with fewer answers than the smallest cell.
{{ config(meta={'dagster': {'ref': {'name': 'fct_satisfaction'}}}) }}

select shown.cell_id
from {{ ref('fct_satisfaction') }} as shown
inner join {{ ref('agg_satisfaction_cells') }} as cells
    on shown.cell_id = cells.cell_id
cross join {{ source('config', 'company') }} as company
where
    cells.answered_count < company.smallest_cell
    and coalesce(shown.answered_count, shown.satisfied_count, shown.reported_share, shown.lower_share) is not null
