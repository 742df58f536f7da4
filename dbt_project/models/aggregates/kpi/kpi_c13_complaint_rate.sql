-- grain: one row per organisation unit and period with deliveries or complaints
with

company as (
    select * from {{ source('config', 'company') }}
),

complaints as (
    select
        complaints.complaint_id,
        complaints.account_id,
        complaints.org_unit_id,
        {{ local_date('complaints.received_at', 'company.time_zone') }} as received_on
    from {{ ref('stg_quality__complaint') }} as complaints
    cross join company
),

-- a delivery that comes in several months counts in each; complaints that nobody records are not zero complaints
happened as (
    select
        received_on as event_on,
        account_id,
        org_unit_id,
        complaint_id,
        null as delivery_id
    from complaints
    union all
    select
        {{ period_start("'month'", 'delivered_on') }} as event_on,
        min(account_id) as account_id,
        null as org_unit_id,
        null as complaint_id,
        delivery_id
    from {{ ref('fct_delivery') }}
    where delivered_on is not null and exists (select 1 from complaints)
    group by delivery_id, {{ period_start("'month'", 'delivered_on') }}
),

events as (
    select
        happened.*,
        coalesce(account_owners.branch_id, happened.org_unit_id) as branch_id
    from happened
    left join {{ ref('int_account_owner_period') }} as account_owners
        on
            happened.account_id = account_owners.account_id
            and happened.event_on between account_owners.valid_from_on and account_owners.valid_to_on
),

{{ kpi_cells(
    'C13',
    'events',
    numerator='count(complaint_id)',
    denominator='count(delivery_id)',
    n='count(complaint_id)',
    covered='count(*)',
) }}

select * from final
