-- No count, statistic or probability of a unit below the smallest cell is let out.
{{ config(meta={'dagster': {'ref': {'name': 'fct_finding'}}}) }}

select findings.unit_id
from {{ ref('fct_finding') }} as findings
inner join {{ ref('agg_answer_counts') }} as units
    on findings.unit_id = units.unit_id
cross join {{ source('config', 'company') }} as company
where
    units.answered_count < company.smallest_cell
    and coalesce(findings.n, findings.statistic, findings.p_value, findings.effect) is not null
