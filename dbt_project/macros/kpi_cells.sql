{#- Every cell that any KPI measured. The assessment estimates C02 and the maturity mart tells I07; they have no model here; a test
    compares this list with the folder and the catalogue. -#}
{% macro kpi_union() -%}
    {%- set models = [
        'kpi_f01_revenue_growth',
        'kpi_f02_relative_growth',
        'kpi_f03_margin_after_failure',
        'kpi_f04_external_failure_cost',
        'kpi_f05_cost_of_poor_quality',
        'kpi_f06_cost_recovery',
        'kpi_f07_gross_revenue_retention',
        'kpi_f08_net_revenue_retention',
        'kpi_f09_customer_concentration',
        'kpi_c01_reported_satisfaction',
        'kpi_c03_net_promoter_score',
        'kpi_c04_customer_effort',
        'kpi_c05_key_touchpoints',
        'kpi_c06_customer_retention',
        'kpi_c07_share_of_wallet',
        'kpi_c08_new_customers',
        'kpi_c09_customer_success',
        'kpi_c10_verified_savings',
        'kpi_c11_pain_points_resolved',
        'kpi_c12_competitive_win_rate',
        'kpi_c13_complaint_rate',
        'kpi_c14_portal_standing',
        'kpi_p02_on_time_in_full',
        'kpi_g01_executive_customer_time',
        'kpi_g02_key_accounts_visited',
        'kpi_g03_iron_triangle',
        'kpi_g04_research_orientation',
        'kpi_g05_employees_trained',
        'kpi_i01_survey_coverage',
        'kpi_i02_response_rate',
        'kpi_i03_conflict_of_interest',
        'kpi_i04_independent_answers',
        'kpi_i05_contradicted_satisfaction',
        'kpi_i06_back_check_errors',
        'kpi_p01_rejected_parts',
        'kpi_p03_perfect_order',
        'kpi_p04_premium_freight',
        'kpi_p05_customer_disruptions',
        'kpi_p06_warranty_first_year',
        'kpi_p07_complaints_acknowledged',
        'kpi_p08_closure_confirmed',
        'kpi_p09_complaints_repeated',
        'kpi_p10_needs_converted',
        'kpi_p11_promises_kept',
        'kpi_p12_codevelopment_targets_met',
    ] -%}
    {%- for model in models %}
    select * from {{ ref(model) }}
    {{- ' union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{#- The organisation units that a row belongs to: the company, and its branch where one is known. A unit is null where it
    is not; the caller leaves those rows out. -#}
{% macro org_units(relation) -%}
    unnest(['company', 'branch:' || {{ relation }}.branch_id]) as units (org_unit_id)
{%- endmacro %}

{#- The organisation unit of a row that tells the type and the name of its unit. -#}
{% macro org_unit_of(relation) -%}
    case {{ relation }}.unit_type when 'company' then 'company' else 'branch:' || {{ relation }}.unit_key end
{%- endmacro %}

{#- The columns of a cell whose KPI counts it itself. -#}
{% macro cell_keys(kpi_id, relation) -%}
        '{{ kpi_id }}' as kpi_id,
        {{ relation }}.org_unit_id,
        {{ relation }}.period_kind,
        {{ relation }}.period_start_on
{%- endmacro %}

{#- The cells of a KPI that is counted event by event: the company and each branch, by month, quarter and year, always
    counted from events and never averaged from parts. `events` has event_on (where it is null the event counts nowhere)
    and branch_id. `only_kind` leaves a figure to one length of period. What is counted are aggregates that add up over months and branches, such as count(*), count(*) filter
    (where …) and sum(…): they are made once for each month and branch. -#}
{% macro kpi_cells(
    kpi_id, events, numerator, denominator='count(*)', n='count(*)', covered='count(*)', coverage_of='count(*)',
    sum_of_squares='cast(null as double)', only_kind=none
) -%}
monthly as (
    select
        {{ period_start("'month'", 'event_on') }} as month_start_on,
        branch_id,
        {{ numerator }} as numerator,
        {{ denominator }} as denominator,
        {{ n }} as n,
        {{ covered }} as covered_count,
        {{ coverage_of }} as coverage_of_count,
        {{ sum_of_squares }} as sum_of_squares
    from {{ events }}
    where event_on is not null
    group by {{ period_start("'month'", 'event_on') }}, branch_id
),

final as (
    select
        '{{ kpi_id }}' as kpi_id,
        units.org_unit_id,
        kinds.period_kind,
        {{ period_start('kinds.period_kind', 'monthly.month_start_on') }} as period_start_on,
        cast({{ float_sum('monthly.numerator') }} as double) as numerator,
        cast({{ float_sum('monthly.denominator') }} as double) as denominator,
        cast(sum(monthly.n) as bigint) as n,
        cast(sum(monthly.covered_count) as bigint) as covered_count,
        cast(sum(monthly.coverage_of_count) as bigint) as coverage_of_count,
        cast({{ float_sum('monthly.sum_of_squares') }} as double) as sum_of_squares
    from monthly
    cross join ({{ period_kinds() }}) as kinds
    cross join {{ org_units('monthly') }}
    where units.org_unit_id is not null{{ " and kinds.period_kind = '" ~ only_kind ~ "'" if only_kind }}
    group by
        units.org_unit_id,
        kinds.period_kind,
        {{ period_start('kinds.period_kind', 'monthly.month_start_on') }}
)
{%- endmacro %}

{#- The cells of a KPI that tells how things stand in a period, and is therefore no sum over its months: `standing` has a row
    per thing and period, branch_id, and is_known, without which it is not counted. -#}
{% macro kpi_standing_cells(kpi_id, standing, numerator, denominator='count(*)', covered='count(*)') -%}
final as (
    select
        '{{ kpi_id }}' as kpi_id,
        units.org_unit_id,
        {{ standing }}.period_kind,
        {{ standing }}.period_start_on,
        cast({{ numerator }} as double) as numerator,
        cast({{ denominator }} as double) as denominator,
        count(*) as n,
        {{ covered }} as covered_count,
        count(*) as coverage_of_count,
        cast(null as double) as sum_of_squares
    from {{ standing }}
    cross join {{ org_units(standing) }}
    where units.org_unit_id is not null and {{ standing }}.is_known
    group by units.org_unit_id, {{ standing }}.period_kind, {{ standing }}.period_start_on
)
{%- endmacro %}
