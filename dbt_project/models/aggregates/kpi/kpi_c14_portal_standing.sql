-- grain: one row per organisation unit and period with customers' own ratings
with

-- the worst colour of a customer in a period is its standing
standings as (
    select
        account_id,
        {{ period_first_day('period_label') }} as event_on,
        bool_and(rating_status = 'green') as is_good
    from {{ ref('stg_quality__portal_rating') }}
    group by account_id, period_label
),

events as (
    select
        standings.event_on,
        standings.is_good,
        account_owners.branch_id
    from standings
    left join {{ ref('int_account_owner_period') }} as account_owners
        on
            standings.account_id = account_owners.account_id
            and standings.event_on between account_owners.valid_from_on and account_owners.valid_to_on
),

{{ kpi_cells(
    'C14',
    'events',
    numerator='count(*) filter (where is_good)',
    denominator='count(is_good)',
    n='count(is_good)',
    covered='count(is_good)',
) }}

select * from final
