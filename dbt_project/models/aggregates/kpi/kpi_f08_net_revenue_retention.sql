-- grain: one row per organisation unit and period that is two years and more after the first sale
with

retention as (
    select * from {{ ref('int_revenue_retention') }}
),

final as (
    select
        {{ cell_keys('F08', 'retention') }},
        cast(closing_amount as double) as numerator,
        cast(opening_amount as double) as denominator,
        account_count as n,
        account_count as covered_count,
        account_count as coverage_of_count,
        cast(null as double) as sum_of_squares
    from retention
)

select * from final
