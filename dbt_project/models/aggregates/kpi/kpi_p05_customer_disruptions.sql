-- grain: one row per organisation unit and period with deliveries
with

-- one event of the ledger that the loss marts count: a line stop is a disruption whether or not it is flagged
disruptions as (
    select
        losses.event_on,
        coalesce(losses.branch_id, losses.org_unit_id) as branch_id,
        1 as disruption_count,
        0 as delivery_count
    from {{ ref('fct_loss') }} as losses
    inner join {{ ref('stg_quality__loss_event') }} as ledger
        on losses.loss_id = ledger.loss_id
    where
        losses.is_external
        and (ledger.is_disruption or ledger.disruption_type is not null or ledger.loss_type = 'line_stop')
),

deliveries as (
    select
        delivery_id,
        min(delivered_on) as event_on,
        min(account_id) as account_id
    from {{ ref('fct_delivery') }}
    where delivered_on is not null
    group by delivery_id
),

-- no disruption is a zero only where losses are written down at all
events as (
    select * from disruptions
    union all
    select
        deliveries.event_on,
        account_owners.branch_id,
        case when loss_feed.is_present then 0 end as disruption_count,
        1 as delivery_count
    from deliveries
    cross join {{ ref('int_loss_feed') }} as loss_feed
    left join {{ ref('int_account_owner_period') }} as account_owners
        on
            deliveries.account_id = account_owners.account_id
            and deliveries.event_on between account_owners.valid_from_on and account_owners.valid_to_on
),

{{ kpi_cells(
    'P05',
    'events',
    numerator='sum(disruption_count)',
    denominator='sum(delivery_count)',
    n='sum(delivery_count)',
) }}

select * from final
