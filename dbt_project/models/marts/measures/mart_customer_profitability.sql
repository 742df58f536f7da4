-- grain: one row per year of the company, for all accounts and for each one that bought or cost something
with

years as (
    select * from {{ ref('int_company_period') }}
    where period_kind = 'year'
),

company as (
    select * from {{ source('config', 'company') }}
),

summed as (
    select
        year_start_on,
        account_id,
        count(*) as customer_count,
        {{ sums(['revenue_amount', 'gross_profit_amount', 'external_failure_cost_amount', 'service_cost_amount']) }}
    from {{ ref('int_account_year') }}
    group by year_start_on, rollup(account_id)
),

-- without the cost of what was sold there is no profit; a loss or an expense that nobody booked is none
final as (
    select
        years.period_id,
        years.period_start_on,
        case when summed.account_id is null then 'company' else 'account' end as subject_kind_code,
        summed.account_id,
        coalesce(summed.customer_count, 0) as customer_count,
        {{ decimals([
            'revenue_amount', 'gross_profit_amount', 'external_failure_cost_amount', 'service_cost_amount',
        ]) }},
        cast(
            summed.gross_profit_amount - coalesce(summed.external_failure_cost_amount, 0)
            - coalesce(summed.service_cost_amount, 0) as decimal(18, 4)
        ) as customer_profit_amount,
        company.currency_code,
        case
            when summed.revenue_amount is null then 'no_revenue'
            when summed.gross_profit_amount is null then 'not_measured'
            else 'measured'
        end as measured_code
    from years
    cross join company
    left join summed
        on years.period_start_on = summed.year_start_on
)

select * from final
