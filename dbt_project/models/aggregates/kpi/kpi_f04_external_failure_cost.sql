-- grain: one row per quarter or year in which the company has any data
with

periods as (
    select * from {{ ref('int_company_period') }}
),

money as (
    select
        *,
        external_failure_cost_amount is not null and revenue_amount > 0 as is_measured
    from {{ ref('int_unit_money') }}
    where unit_type = 'company'
),

company as (
    select * from {{ source('config', 'company') }}
),

final as (
    select
        'F04' as kpi_id,
        'company' as org_unit_id,
        periods.period_kind,
        periods.period_id,
        periods.period_start_on,
        case when money.is_measured then cast(money.external_failure_cost_amount as double) end as numerator,
        case when money.is_measured then cast(money.revenue_amount as double) end as denominator,
        coalesce(money.loss_count, 0) as n,
        -- amounts in other currencies, or missing, are left out and show here
        {{ ratio('money.summed_count', 'money.booked_count') }} as coverage_share,
        company.currency_code,
        'money_ratio' as kind_code
    from periods
    cross join company
    left join money
        on
            periods.period_kind = money.period_kind
            and periods.period_start_on = money.period_start_on
)

select * from final
