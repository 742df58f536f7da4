-- Where a perspective has targets, their weights sum to 100.
{{ config(severity='error', meta={'dagster': {'ref': {'name': 'mart_scorecard'}}}) }}

select
    perspective_code,
    org_unit_id,
    period_kind,
    period_id,
    sum(weight) as weight
from {{ ref('mart_scorecard') }}
where target_value is not null and perspective_code <> 'integrity'
group by perspective_code, org_unit_id, period_kind, period_id
having abs(coalesce(sum(weight), 0) - 100) > 0.01
