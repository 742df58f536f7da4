-- grain: one row per unit (the company, or one of its branches) and month, quarter or year with revenue or losses
with

revenue as (
    select * from {{ ref('int_revenue_month') }}
),

losses as (
    select * from {{ ref('int_loss_month') }}
),

booked as (
    select
        month_start_on,
        branch_id,
        revenue_amount,
        null as external_failure_cost_amount,
        0 as loss_count,
        sale_count as booked_count,
        summed_sale_count as summed_count
    from revenue
    union all
    select
        month_start_on,
        branch_id,
        null as revenue_amount,
        external_failure_cost_amount,
        loss_count,
        loss_count as booked_count,
        summed_loss_count as summed_count
    from losses
),

unit_booked as (
    select
        'company' as unit_type,
        'company' as unit_key,
        *
    from booked
    union all
    select
        'branch' as unit_type,
        branch_id as unit_key,
        *
    from booked
    where branch_id is not null
),

summed as (
    select
        unit_booked.unit_type,
        unit_booked.unit_key,
        kinds.period_kind,
        {{ period_start('kinds.period_kind', 'unit_booked.month_start_on') }} as period_start_on,
        sum(unit_booked.revenue_amount) as revenue_amount,
        sum(unit_booked.external_failure_cost_amount) as external_failure_cost_amount,
        cast(sum(unit_booked.loss_count) as bigint) as loss_count,
        cast(sum(unit_booked.booked_count) as bigint) as booked_count,
        cast(sum(unit_booked.summed_count) as bigint) as summed_count
    from unit_booked
    cross join ({{ period_kinds() }}) as kinds
    group by
        unit_booked.unit_type,
        unit_booked.unit_key,
        kinds.period_kind,
        {{ period_start('kinds.period_kind', 'unit_booked.month_start_on') }}
),

first_loss as (
    select min(month_start_on) as month_start_on
    from losses
),

final as (
    select
        summed.* exclude (external_failure_cost_amount),
        -- no loss after the first one that was ever booked is a zero; before it, or without an amount, cost is unknown
        case
            when summed.external_failure_cost_amount is not null then summed.external_failure_cost_amount
            when
                summed.loss_count = 0
                and {{ period_end('summed.period_kind', 'summed.period_start_on') }} >= first_loss.month_start_on then 0
        end as external_failure_cost_amount
    from summed
    cross join first_loss
)

select * from final
