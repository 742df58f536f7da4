-- grain: one row per organisation unit and period with sales, a year and more after the first of them
with

account_months as (
    select
        *,
        min(month_start_on) over (partition by account_id) as first_month_on,
        min(month_start_on) over () as first_sale_on
    from {{ ref('int_account_sale_month') }}
    where account_id is not null and positive_sale_count > 0
),

-- in the first year of the records everybody looks new
final as (
    select
        'C08' as kpi_id,
        units.org_unit_id,
        kinds.period_kind,
        {{ period_start('kinds.period_kind', 'account_months.month_start_on') }} as period_start_on,
        cast(count(distinct account_months.account_id) filter (
            where account_months.first_month_on
            >= {{ period_start('kinds.period_kind', 'account_months.month_start_on') }}
        ) as double) as numerator,
        cast(count(distinct account_months.account_id) as double) as denominator,
        count(distinct account_months.account_id) as n,
        count(distinct account_months.account_id) as covered_count,
        count(distinct account_months.account_id) as coverage_of_count,
        cast(null as double) as sum_of_squares
    from account_months
    cross join ({{ period_kinds() }}) as kinds
    cross join {{ org_units('account_months') }}
    where
        units.org_unit_id is not null
        and {{ period_start('kinds.period_kind', 'account_months.month_start_on') }}
        >= account_months.first_sale_on + interval '12 months'
    group by
        units.org_unit_id,
        kinds.period_kind,
        {{ period_start('kinds.period_kind', 'account_months.month_start_on') }}
)

select * from final
