-- grain: one row per month and branch, net invoices, or order values where no invoice arrived at all
with

account_months as (
    select * from {{ ref('int_account_sale_month') }}
),

final as (
    select
        month_start_on,
        branch_id,
        min(revenue_basis) as revenue_basis,
        sum(revenue_amount) as revenue_amount,
        cast(sum(sale_count) as bigint) as sale_count,
        cast(sum(summed_sale_count) as bigint) as summed_sale_count,
        sum(costed_revenue_amount) as costed_revenue_amount,
        sum(cost_amount) as cost_amount,
        cast(sum(costed_sale_count) as bigint) as costed_sale_count
    from account_months
    group by month_start_on, branch_id
)

select * from final
