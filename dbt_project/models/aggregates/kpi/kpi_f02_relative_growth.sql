-- grain: one row per organisation unit and year with months that can be compared with the year before
with

-- one industry stands for the whole company; of several, each customer has its own
benchmarks as (
    select
        {{ period_first_day('period_label') }} as year_start_on,
        industry,
        cast(benchmark_value as double) as industry_growth,
        count(*) over (partition by period_label) = 1 as is_only_one
    from {{ ref('stg_ref__industry_benchmark') }}
    where metric = 'revenue_growth' and period_label like '____'
),

growth as (
    select
        growth.month_start_on as event_on,
        growth.branch_id,
        growth.revenue_amount,
        growth.earlier_revenue_amount * (1 + benchmarks.industry_growth) as expected_amount,
        growth.earlier_revenue_amount,
        growth.sale_count,
        benchmarks.industry is not null as is_covered
    from {{ ref('int_growth_month') }} as growth
    left join {{ ref('dim_account') }} as customer_accounts
        on growth.account_id = customer_accounts.account_id
    left join benchmarks
        on
            benchmarks.year_start_on = {{ period_start("'year'", 'growth.month_start_on') }}
            and (benchmarks.is_only_one or benchmarks.industry = customer_accounts.industry)
),

{{ kpi_cells(
    'F02',
    'growth',
    numerator='coalesce(cast(sum(revenue_amount) filter (where is_covered) as double), 0)'
    ~ ' - coalesce(' ~ float_sum('expected_amount') ~ ' filter (where is_covered), 0)',
    denominator='sum(earlier_revenue_amount) filter (where is_covered)',
    n='sum(sale_count) filter (where is_covered)',
    covered='sum(sale_count) filter (where is_covered)',
    coverage_of='sum(sale_count)',
    only_kind='year',
) }}

select * from final
