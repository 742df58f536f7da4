-- grain: one row per organisation unit and period with sales or claimed savings
with

company as (
    select * from {{ source('config', 'company') }}
),

-- a claim belongs to the last day of its period, or to the day on which the customer signed it
claims as (
    select
        claims.*,
        coalesce(
            claims.period_to_on, {{ local_date('claims.customer_signoff_at', 'company.time_zone') }}
        ) as claimed_on
    from {{ ref('stg_project__benefit_claim') }} as claims
    cross join company
    where claims.benefit_type = 'cost'
),

events as (
    select
        claims.claimed_on as event_on,
        account_owners.branch_id,
        claims.customer_signoff_at is not null as is_signed,
        {{ company_amount('claims.benefit_amount', 'claims.currency_code', 'rates') }} as saved_amount,
        null as revenue_amount
    from claims
    cross join company
    left join {{ ref('int_exchange_rate') }} as rates
        on {{ rate_of_day('rates', 'claims.currency_code', 'claims.claimed_on') }}
    left join {{ ref('int_account_owner_period') }} as account_owners
        on
            claims.account_id = account_owners.account_id
            and claims.claimed_on between account_owners.valid_from_on and account_owners.valid_to_on
    where claims.claimed_on <= company.as_of_on
    union all
    select
        month_start_on as event_on,
        branch_id,
        null as is_signed,
        null as saved_amount,
        revenue_amount
    from {{ ref('int_revenue_month') }}
    where exists (select 1 from claims)
),

{{ kpi_cells(
    'C10',
    'events',
    numerator='coalesce(sum(saved_amount) filter (where is_signed), 0)',
    denominator='sum(revenue_amount)',
    n='count(*) filter (where is_signed)',
    covered='count(saved_amount) filter (where is_signed)',
    coverage_of='count(is_signed)',
) }}

select * from final
