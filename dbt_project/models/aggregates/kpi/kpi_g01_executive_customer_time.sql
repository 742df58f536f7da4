-- grain: one row per quarter or year in which the company has any data
with

periods as (
    select * from {{ ref('int_company_period') }}
),

executive_periods as (
    select * from {{ ref('int_executive_period') }}
),

-- executives without any record count with their working time: an empty calendar is no excuse
counted as (
    select
        period_kind,
        period_start_on,
        sum(customer_minutes) as customer_minutes,
        sum(working_minutes) as working_minutes,
        count(*) as executive_count,
        count(*) filter (where has_records) as recorded_count
    from executive_periods
    group by period_kind, period_start_on
),

summed as (
    select
        *,
        recorded_count > 0 and working_minutes > 0 as is_measured
    from counted
),

final as (
    select
        'G01' as kpi_id,
        'company' as org_unit_id,
        periods.period_kind,
        periods.period_id,
        periods.period_start_on,
        case when summed.is_measured then summed.customer_minutes end as numerator,
        case when summed.is_measured then summed.working_minutes end as denominator,
        coalesce(summed.executive_count, 0) as n,
        {{ ratio('summed.recorded_count', 'summed.executive_count') }} as coverage_share,
        cast(null as varchar) as currency_code,
        'ratio' as kind_code
    from periods
    left join summed
        on
            periods.period_kind = summed.period_kind
            and periods.period_start_on = summed.period_start_on
)

select * from final
