-- grain: one row per organisation unit and period with revenue
with

sales as (
    select
        sales.account_id,
        account_owners.branch_id,
        {{ period_start("'month'", 'sales.sold_on') }} as month_start_on,
        sum(sales.company_amount) as revenue_amount
    from {{ ref('int_sale') }} as sales
    left join {{ ref('int_account_owner_period') }} as account_owners
        on
            sales.account_id = account_owners.account_id
            and sales.sold_on between account_owners.valid_from_on and account_owners.valid_to_on
    group by sales.account_id, account_owners.branch_id, {{ period_start("'month'", 'sales.sold_on') }}
),

asked_accounts as (
    select * from {{ ref('int_account_asked') }}
),

account_periods as (
    select
        units.org_unit_id,
        kinds.period_kind,
        {{ period_start('kinds.period_kind', 'sales.month_start_on') }} as period_start_on,
        sales.account_id,
        -- who got more credits than goods has no weight
        greatest(sum(sales.revenue_amount), 0) as revenue_amount
    from sales
    cross join ({{ period_kinds() }}) as kinds
    cross join {{ org_units('sales') }}
    where units.org_unit_id is not null
    group by all
),

-- in a period in which nobody was asked no survey was made, and its coverage is not zero but unknown
final as (
    select
        'I01' as kpi_id,
        sold.org_unit_id,
        sold.period_kind,
        sold.period_start_on,
        case
            when
                bool_or((sold.period_kind, sold.period_start_on) in (
                    select (surveyed.period_kind, surveyed.period_start_on) from asked_accounts as surveyed
                ))
                then cast(sum(case when asked.account_id is null then 0 else sold.revenue_amount end) as double)
        end as numerator,
        cast(sum(sold.revenue_amount) as double) as denominator,
        count(*) as n,
        count(asked.account_id) as covered_count,
        count(*) as coverage_of_count,
        cast(null as double) as sum_of_squares
    from account_periods as sold
    left join asked_accounts as asked
        on
            sold.account_id = asked.account_id
            and sold.period_kind = asked.period_kind
            and sold.period_start_on = asked.period_start_on
    group by sold.org_unit_id, sold.period_kind, sold.period_start_on
)

select * from final
