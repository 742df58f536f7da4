-- A join that fans out would count a customer, a minute or a loss twice.
{{ config(meta={"dagster": {"ref": {"name": "mart_executive_time"}}}) }}

{%- set grains = {
    'mart_executive_time': ['period_kind', 'period_id', 'person_id'],
    'mart_complaint_closure': ['org_unit_id', 'period_kind', 'period_id'],
    'mart_touchpoint': ['period_id', 'touchpoint_id'],
    'mart_triangle': ['period_id', 'account_id'],
    'mart_customer_value': ['period_id', 'value_measure_code', 'account_id'],
    'mart_codevelopment': ['project_id', 'metric_code'],
    'mart_rd_orientation': ['period_id', 'department'],
    'mart_external_failure_cost': ['period_id', 'account_id', 'branch_id', 'product_id'],
    'mart_customer_profitability': ['period_id', 'account_id'],
    'mart_loyalty': ['period_id', 'value_code', 'hospitality_code'],
    'mart_need': ['period_id'],
    'mart_perception_gap': ['period_id', 'topic'],
    'mart_maturity': ['org_unit_id', 'period_id', 'criterion_code'],
    'mart_scorecard_design': ['org_unit_id', 'period_id', 'rule_code'],
} %}

{% for mart, grain in grains.items() %}
select '{{ mart }}' as mart
from {{ ref(mart) }}
group by {{ grain | join(', ') }}
having count(*) > 1
{{ 'union all' if not loop.last }}
{% endfor %}
