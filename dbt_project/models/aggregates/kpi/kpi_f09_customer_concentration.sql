-- grain: one row per organisation unit and period with sales
with

account_months as (
    select * from {{ ref('int_account_sale_month') }}
),

account_periods as (
    select
        units.org_unit_id,
        kinds.period_kind,
        {{ period_start('kinds.period_kind', 'account_months.month_start_on') }} as period_start_on,
        account_months.account_id,
        cast(sum(account_months.revenue_amount) as double) as revenue_amount,
        sum(account_months.summed_sale_count) as summed_count,
        sum(account_months.sale_count) as sale_count
    from account_months
    cross join ({{ period_kinds() }}) as kinds
    cross join {{ org_units('account_months') }}
    where units.org_unit_id is not null
    group by
        units.org_unit_id,
        kinds.period_kind,
        {{ period_start('kinds.period_kind', 'account_months.month_start_on') }},
        account_months.account_id
),

-- a customer whose credit notes outweigh its invoices has no share of the revenue
placed as (
    select
        *,
        account_id is not null as is_known,
        case when account_id is not null and revenue_amount > 0 then revenue_amount end as share_amount
    from account_periods
),

final as (
    select
        {{ cell_keys('F09', 'placed') }},
        {{ float_sum('share_amount * share_amount') }} as numerator,
        {{ float_sum('share_amount') }} * {{ float_sum('share_amount') }} as denominator,
        count(share_amount) as n,
        cast(coalesce(sum(summed_count) filter (where is_known), 0) as bigint) as covered_count,
        cast(sum(sale_count) as bigint) as coverage_of_count,
        cast(null as double) as sum_of_squares
    from placed
    group by org_unit_id, period_kind, period_start_on
)

select * from final
