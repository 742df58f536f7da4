-- grain: one row per period for which the company's evidence-adjusted satisfaction was looked for
with

adjusted as (
    select * from {{ ref('fct_satisfaction_adjusted') }}
    where scope_kind = 'company'
),

periods as (
    select * from {{ ref('int_company_period') }}
),

main_surveys as (
    select * from {{ ref('int_main_survey') }}
),

final as (
    select
        'C01' as kpi_id,
        'company' as org_unit_id,
        periods.period_kind,
        periods.period_id,
        adjusted.reported_count,
        adjusted.method_version,
        adjusted.adjusted_share as adjusted_value,
        adjusted.adjusted_lower_share as adjusted_lower_value,
        adjusted.adjusted_upper_share as adjusted_upper_value
    from periods
    inner join main_surveys
        on main_surveys.year_start_on = {{ period_start("'year'", 'periods.period_start_on') }}
    inner join adjusted
        on
            periods.period_id = adjusted.period_id
            and main_surveys.survey_id = adjusted.survey_id
)

select * from final
