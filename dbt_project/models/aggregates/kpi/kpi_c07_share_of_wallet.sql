-- grain: one row per organisation unit and year for which customers' spend in the category is known
with

company as (
    select * from {{ source('config', 'company') }}
),

spend as (
    select
        outcomes.account_id,
        {{ period_first_day('outcomes.period_label') }} as period_start_on,
        {{ company_amount('outcomes.outcome_value', 'outcomes.currency_code', 'rates') }} as spend_amount
    from {{ ref('stg_project__customer_outcome') }} as outcomes
    cross join company
    left join {{ ref('int_exchange_rate') }} as rates
        on {{ rate_of_day(
            'rates',
            'outcomes.currency_code',
            period_end("'year'", period_first_day('outcomes.period_label')),
        ) }}
    where outcomes.metric = 'category_spend' and outcomes.period_label like '____'
),

sales as (
    select
        account_id,
        {{ period_start("'year'", 'month_start_on') }} as period_start_on,
        sum(revenue_amount) as revenue_amount
    from {{ ref('int_account_sale_month') }}
    group by account_id, {{ period_start("'year'", 'month_start_on') }}
),

-- a customer that spends and buys nothing from us counts with its spend
final as (
    select
        'C07' as kpi_id,
        units.org_unit_id,
        'year' as period_kind,
        spend.period_start_on,
        cast(coalesce(sum(sales.revenue_amount) filter (where spend.spend_amount > 0), 0) as double) as numerator,
        cast(sum(spend.spend_amount) filter (where spend.spend_amount > 0) as double) as denominator,
        count(*) filter (where spend.spend_amount > 0) as n,
        count(*) filter (where spend.spend_amount > 0) as covered_count,
        count(*) as coverage_of_count,
        cast(null as double) as sum_of_squares
    from spend
    left join sales
        on spend.account_id = sales.account_id and spend.period_start_on = sales.period_start_on
    left join {{ ref('dim_account') }} as customer
        on spend.account_id = customer.account_id
    cross join {{ org_units('customer') }}
    where units.org_unit_id is not null
    group by units.org_unit_id, spend.period_start_on
)

select * from final
