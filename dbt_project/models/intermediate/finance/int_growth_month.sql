-- grain: one row per account, branch, month with a counterpart a year before, and side of the comparison
with

company as (
    select * from {{ source('config', 'company') }}
),

account_months as (
    select * from {{ ref('int_account_sale_month') }}
),

first_sale as (
    select min(month_start_on) as month_start_on
    from account_months
),

sides as (
    select
        account_id,
        branch_id,
        month_start_on,
        revenue_amount,
        null as earlier_revenue_amount,
        sale_count,
        summed_sale_count
    from account_months
    union all
    select
        account_id,
        branch_id,
        cast(month_start_on + interval '12 months' as date) as month_start_on,
        null as revenue_amount,
        revenue_amount as earlier_revenue_amount,
        0 as sale_count,
        0 as summed_sale_count
    from account_months
),

-- a month that is not over, or whose counterpart nobody recorded, would look like a fall or a rise
final as (
    select sides.*
    from sides
    cross join company
    cross join first_sale
    where
        {{ period_end("'month'", 'sides.month_start_on') }} <= company.as_of_on
        and sides.month_start_on >= first_sale.month_start_on + interval '12 months'
)

select * from final
