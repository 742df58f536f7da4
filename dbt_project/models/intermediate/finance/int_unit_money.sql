-- grain: one row per unit (the company, or one of its branches) and month, quarter or year with revenue or losses
with

revenue as (
    select * from {{ ref('int_revenue_month') }}
),

losses as (
    select * from {{ ref('int_loss_month') }}
),

kinds as (
    select * from {{ ref('int_period_kind') }}
),

booked as (
    select
        month_start_on,
        branch_id,
        revenue_amount,
        sale_count,
        summed_sale_count,
        null as external_failure_cost_amount,
        0 as loss_count,
        0 as summed_loss_count
    from revenue
    union all
    select
        month_start_on,
        branch_id,
        null as revenue_amount,
        0 as sale_count,
        0 as summed_sale_count,
        external_failure_cost_amount,
        loss_count,
        summed_loss_count
    from losses
),

summed as (
    select
        kinds.period_kind,
        {{ period_start('kinds.period_kind', 'booked.month_start_on') }} as period_start_on,
        booked.branch_id,
        grouping(booked.branch_id) = 1 as is_company,
        sum(booked.revenue_amount) as revenue_amount,
        sum(booked.external_failure_cost_amount) as external_failure_cost_amount,
        cast(sum(booked.loss_count) as bigint) as loss_count,
        cast(sum(booked.sale_count + booked.loss_count) as bigint) as booked_count,
        cast(sum(booked.summed_sale_count + booked.summed_loss_count) as bigint) as summed_count
    from booked
    cross join kinds
    group by grouping sets (
        (kinds.period_kind, {{ period_start('kinds.period_kind', 'booked.month_start_on') }}),
        (kinds.period_kind, {{ period_start('kinds.period_kind', 'booked.month_start_on') }}, booked.branch_id)
    )
),

first_loss as (
    select min(month_start_on) as month_start_on
    from losses
),

final as (
    select
        case when summed.is_company then 'company' else 'branch' end as unit_type,
        case when summed.is_company then 'company' else summed.branch_id end as unit_key,
        summed.period_kind,
        summed.period_start_on,
        summed.revenue_amount,
        -- no loss after the first one that was ever booked is a zero, no loss before it is not known
        coalesce(
            summed.external_failure_cost_amount,
            case when {{ period_end('summed.period_kind', 'summed.period_start_on') }} >= first_loss.month_start_on then 0 end
        ) as external_failure_cost_amount,
        summed.loss_count,
        summed.booked_count,
        summed.summed_count
    from summed
    cross join first_loss
    where summed.is_company or summed.branch_id is not null
)

select * from final
