-- grain: one row per organisation unit and period with revenue or deliveries
with

company as (
    select * from {{ source('config', 'company') }}
),

deliveries as (
    select
        deliveries.account_id,
        deliveries.freight_type,
        coalesce(deliveries.shipped_on, deliveries.delivered_on) as event_on,
        {{ company_amount('deliveries.freight_cost_amount', 'deliveries.currency_code', 'rates') }} as freight_amount
    from {{ ref('fct_delivery') }} as deliveries
    cross join company
    left join {{ ref('int_exchange_rate') }} as rates
        on {{ rate_of_day(
            'rates', 'deliveries.currency_code', 'coalesce(deliveries.shipped_on, deliveries.delivered_on)'
        ) }}
),

-- no premium freight is a zero only where the kind of freight is told
booked as (
    select
        deliveries.event_on,
        account_owners.branch_id,
        case deliveries.freight_type when 'premium' then deliveries.freight_amount when 'normal' then 0 end
            as freight_amount,
        null as revenue_amount,
        1 as delivery_count
    from deliveries
    left join {{ ref('int_account_owner_period') }} as account_owners
        on
            deliveries.account_id = account_owners.account_id
            and deliveries.event_on between account_owners.valid_from_on and account_owners.valid_to_on
    union all
    select
        month_start_on as event_on,
        branch_id,
        null as freight_amount,
        revenue_amount,
        0 as delivery_count
    from {{ ref('int_revenue_month') }}
),

{{ kpi_cells(
    'P04',
    'booked',
    numerator='sum(freight_amount)',
    denominator='sum(revenue_amount)',
    n='sum(delivery_count)',
    covered='count(freight_amount)',
    coverage_of='sum(delivery_count)',
) }}

select * from final
