-- grain: one row per organisation unit and period with revenue or losses
with

money as (
    select * from {{ ref('int_unit_money') }}
),

final as (
    select
        'F04' as kpi_id,
        {{ org_unit_of('money') }} as org_unit_id,
        period_kind,
        period_start_on,
        cast(external_failure_cost_amount as double) as numerator,
        cast(revenue_amount as double) as denominator,
        loss_count as n,
        -- amounts in other currencies, or missing, are left out and show here
        summed_count as covered_count,
        booked_count as coverage_of_count,
        cast(null as double) as sum_of_squares
    from money
)

select * from final
