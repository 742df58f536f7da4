-- grain: one row per month and branch (or organisation unit of a loss without an account)
with

losses as (
    select * from {{ ref('fct_loss') }}
    where is_external
),

final as (
    select
        {{ period_start("'month'", 'event_on') }} as month_start_on,
        coalesce(branch_id, org_unit_id) as branch_id,
        sum(company_loss_amount) as external_failure_cost_amount,
        count(*) as loss_count,
        count(company_loss_amount) as summed_loss_count
    from losses
    group by {{ period_start("'month'", 'event_on') }}, coalesce(branch_id, org_unit_id)
)

select * from final
