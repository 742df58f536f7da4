-- grain: one row per organisation unit and year with outcomes of customers
with

growth as (
    select
        *,
        year_start_on as event_on
    from {{ ref('int_customer_growth') }}
),

{{ kpi_cells(
    'C09',
    'growth',
    numerator=float_sum('growth_difference'),
    denominator='count(growth_difference)',
    n='count(growth_difference)',
    covered='count(growth_difference)',
    only_kind='year',
) }}

select * from final
