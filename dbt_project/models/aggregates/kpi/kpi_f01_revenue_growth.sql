-- grain: one row per organisation unit and period with months that can be compared with the year before
with

growth as (
    select
        *,
        month_start_on as event_on
    from {{ ref('int_growth_month') }}
),

{{ kpi_cells(
    'F01',
    'growth',
    numerator='coalesce(sum(revenue_amount), 0) - coalesce(sum(earlier_revenue_amount), 0)',
    denominator='sum(earlier_revenue_amount)',
    n='sum(sale_count)',
    covered='sum(summed_sale_count)',
    coverage_of='sum(sale_count)',
) }}

select * from final
