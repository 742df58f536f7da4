-- grain: one row per organisation unit and period that is two years and more after the first sale
with

account_months as (
    select * from {{ ref('int_account_sale_month') }}
),

first_sale as (
    select min(month_start_on) as month_start_on
    from account_months
),

-- the last month of a period that is over; the year before it is the closing one, the year before that the opening one
periods as (
    select
        periods.period_kind,
        periods.period_start_on,
        cast(
            {{ period_start("'month'", 'periods.last_on + 1') }} - interval '1 month'
            as date
        ) as last_month_on
    from {{ ref('int_company_period') }} as periods
),

windows as (
    select distinct periods.last_month_on
    from periods
    cross join first_sale
    where
        periods.last_month_on >= periods.period_start_on
        and periods.last_month_on - interval '23 months' >= first_sale.month_start_on
),

account_years as (
    select
        account_months.account_id,
        windows.last_month_on,
        coalesce(sum(account_months.revenue_amount) filter (
            where account_months.month_start_on <= windows.last_month_on - interval '12 months'
        ), 0) as opening_amount,
        greatest(coalesce(sum(account_months.revenue_amount) filter (
            where account_months.month_start_on > windows.last_month_on - interval '12 months'
        ), 0), 0) as closing_amount
    from account_months
    inner join windows
        on
            account_months.month_start_on > windows.last_month_on - interval '24 months'
            and account_months.month_start_on <= windows.last_month_on
    where account_months.account_id is not null
    group by account_months.account_id, windows.last_month_on
),

final as (
    select
        units.org_unit_id,
        periods.period_kind,
        periods.period_start_on,
        sum(account_years.opening_amount) as opening_amount,
        sum(least(account_years.opening_amount, account_years.closing_amount)) as kept_amount,
        sum(account_years.closing_amount) as closing_amount,
        count(*) as account_count
    from periods
    inner join account_years
        on periods.last_month_on = account_years.last_month_on and account_years.opening_amount > 0
    left join {{ ref('dim_account') }} as customer
        on account_years.account_id = customer.account_id
    cross join {{ org_units('customer') }}
    where units.org_unit_id is not null and periods.last_month_on >= periods.period_start_on
    group by units.org_unit_id, periods.period_kind, periods.period_start_on
)

select * from final
