-- grain: one row per organisation unit and period with sales
with

revenue as (
    select * from {{ ref('int_revenue_month') }}
),

costed as (
    select
        units.org_unit_id,
        kinds.period_kind,
        {{ period_start('kinds.period_kind', 'revenue.month_start_on') }} as period_start_on,
        sum(revenue.costed_revenue_amount) as revenue_amount,
        sum(revenue.cost_amount) as cost_amount,
        sum(revenue.costed_sale_count) as costed_count,
        sum(revenue.sale_count) as sale_count
    from revenue
    cross join ({{ period_kinds() }}) as kinds
    cross join {{ org_units('revenue') }}
    where units.org_unit_id is not null
    group by
        units.org_unit_id,
        kinds.period_kind,
        {{ period_start('kinds.period_kind', 'revenue.month_start_on') }}
),

-- the margin of the sales whose cost is known, less all external losses: what is missing never flatters
final as (
    select
        {{ cell_keys('F03', 'costed') }},
        cast(costed.revenue_amount - costed.cost_amount - unit_money.external_failure_cost_amount as double)
            as numerator,
        cast(costed.revenue_amount as double) as denominator,
        cast(costed.costed_count as bigint) as n,
        cast(costed.costed_count as bigint) as covered_count,
        cast(costed.sale_count as bigint) as coverage_of_count,
        cast(null as double) as sum_of_squares
    from costed
    left join {{ ref('int_unit_money') }} as unit_money
        on
            costed.org_unit_id = {{ org_unit_of('unit_money') }}
            and costed.period_kind = unit_money.period_kind
            and costed.period_start_on = unit_money.period_start_on
)

select * from final
