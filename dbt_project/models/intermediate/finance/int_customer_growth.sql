-- grain: one row per account, year and outcome whose value is known for the year
with

outcomes as (
    select
        account_id,
        metric,
        {{ period_first_day('period_label') }} as year_start_on,
        outcome_value,
        currency_code,
        source_grade
    from {{ ref('stg_project__customer_outcome') }}
    where metric in ('revenue', 'profit', 'users', 'share') and period_label like '____'
),

-- one industry stands for all customers; of several, each customer has its own
benchmarks as (
    select
        {{ period_first_day('period_label') }} as year_start_on,
        metric,
        industry,
        cast(benchmark_value as double) as industry_growth,
        count(*) over (partition by period_label, metric) = 1 as is_only_one
    from {{ ref('stg_ref__industry_benchmark') }}
    where period_label like '____'
),

-- growth from nothing, from a loss, or from one currency to another, is no growth that anyone could name
grown as (
    select
        outcomes.*,
        case
            when earlier.outcome_value > 0 and coalesce(outcomes.currency_code = earlier.currency_code, true)
                then {{ ratio('outcomes.outcome_value - earlier.outcome_value', 'earlier.outcome_value') }}
        end as customer_growth,
        -- the weaker of both sources
        greatest(outcomes.source_grade, earlier.source_grade) as weaker_grade
    from outcomes
    left join outcomes as earlier
        on
            outcomes.account_id = earlier.account_id
            and outcomes.metric = earlier.metric
            and outcomes.year_start_on = earlier.year_start_on + interval '12 months'
),

final as (
    select
        grown.account_id,
        customer.branch_id,
        grown.year_start_on,
        grown.metric,
        grown.customer_growth,
        benchmarks.industry_growth,
        grown.customer_growth - benchmarks.industry_growth as growth_difference,
        coalesce(grown.weaker_grade, 'D') as source_grade
    from grown
    left join {{ ref('dim_account') }} as customer
        on grown.account_id = customer.account_id
    left join benchmarks
        on
            grown.year_start_on = benchmarks.year_start_on
            and benchmarks.metric = grown.metric || '_growth'
            and (benchmarks.is_only_one or benchmarks.industry = customer.industry)
)

select * from final
