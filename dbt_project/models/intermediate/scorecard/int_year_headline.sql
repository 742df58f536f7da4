-- grain: one row per year in which the company has any data, satisfaction and losses side by side
with

satisfaction as (
    select * from {{ ref('mart_scorecard') }}
    where kpi_id = 'C01' and org_unit_id = 'company' and period_kind = 'year'
),

money as (
    select * from {{ ref('int_unit_money') }}
    where unit_type = 'company' and period_kind = 'year'
),

conclusions as (
    select * from {{ ref('int_year_conclusions') }}
),

company as (
    select * from {{ source('config', 'company') }}
),

final as (
    select
        company.company_id,
        satisfaction.period_id,
        satisfaction.period_start_on,
        satisfaction.reported_value as reported_share,
        satisfaction.reported_origin,
        satisfaction.n as reported_count,
        satisfaction.adjusted_value as adjusted_share,
        satisfaction.adjusted_lower_value as adjusted_lower_share,
        satisfaction.adjusted_upper_value as adjusted_upper_share,
        satisfaction.floor_value,
        satisfaction.status_code,
        satisfaction.gate_code,
        satisfaction.gate_reason,
        cast(money.external_failure_cost_amount as decimal(18, 4)) as external_failure_cost_amount,
        cast(money.revenue_amount as decimal(18, 4)) as revenue_amount,
        {{ ratio('money.external_failure_cost_amount', 'money.revenue_amount') }} as external_failure_cost_share,
        company.external_failure_cost_limit,
        company.currency_code,
        coalesce(conclusions.unit_count, 0) as unit_count,
        coalesce(conclusions.suspicious_unit_count, 0) as suspicious_unit_count,
        coalesce(conclusions.warn_unit_count, 0) as warn_unit_count,
        coalesce(conclusions.cannot_tell_unit_count, 0) as cannot_tell_unit_count
    from satisfaction
    cross join company
    left join money
        on satisfaction.period_start_on = money.period_start_on
    left join conclusions
        on satisfaction.period_start_on = conclusions.year_start_on
)

select * from final
