-- Missing is never zero and never green: without a reported value there is no score and no colour.
{{ config(meta={'dagster': {'ref': {'name': 'mart_scorecard'}}}) }}

select
    kpi_id,
    org_unit_id,
    period_id,
    status_code
from {{ ref('mart_scorecard') }}
where reported_value is null and (status_code in ('red', 'amber', 'green') or score is not null)
