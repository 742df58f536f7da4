-- grain: one row per organisation unit and period with revenue or losses
with

losses as (
    select
        *,
        coalesce(branch_id, org_unit_id) as loss_branch_id
    from {{ ref('fct_loss') }}
    where loss_category = 'internal'
),

first_loss as (
    select min(event_on) as event_on
    from losses
),

internal as (
    select
        units.org_unit_id,
        kinds.period_kind,
        {{ period_start('kinds.period_kind', 'losses.event_on') }} as period_start_on,
        sum(losses.company_loss_amount) as loss_amount,
        count(losses.company_loss_amount) as summed_count,
        count(*) as loss_count
    from losses
    cross join ({{ period_kinds() }}) as kinds
    cross join unnest(['company', 'branch:' || losses.loss_branch_id]) as units (org_unit_id)
    where units.org_unit_id is not null
    group by units.org_unit_id, kinds.period_kind, {{ period_start('kinds.period_kind', 'losses.event_on') }}
),

money as (
    select
        *,
        {{ org_unit_of('unit_money') }} as org_unit_id
    from {{ ref('int_unit_money') }} as unit_money
),

-- no internal loss is a zero only once somebody has begun to book them
final as (
    select
        {{ cell_keys('F05', 'money') }},
        cast(money.external_failure_cost_amount + case
            when internal.loss_count > 0 then internal.loss_amount
            when {{ period_end('money.period_kind', 'money.period_start_on') }} >= first_loss.event_on then 0
        end as double) as numerator,
        cast(money.revenue_amount as double) as denominator,
        money.loss_count + coalesce(internal.loss_count, 0) as n,
        money.summed_count + coalesce(internal.summed_count, 0) as covered_count,
        money.booked_count + coalesce(internal.loss_count, 0) as coverage_of_count,
        cast(null as double) as sum_of_squares
    from money
    cross join first_loss
    left join internal
        on
            money.org_unit_id = internal.org_unit_id
            and money.period_kind = internal.period_kind
            and money.period_start_on = internal.period_start_on
)

select * from final
