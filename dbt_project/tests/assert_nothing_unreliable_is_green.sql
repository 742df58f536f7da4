-- A figure without answers, a unit in error, or executives below a third of their time on site are never green.
{{ config(meta={'dagster': {'ref': {'name': 'mart_scorecard'}}}) }}

select
    kpi_id,
    org_unit_id,
    period_id,
    gate_code
from {{ ref('mart_scorecard') }}
where
    status_code = 'green'
    and gate_code in ('figure_without_answers', 'unit_error', 'conflict_of_interest', 'figure_only', 'never_green')
