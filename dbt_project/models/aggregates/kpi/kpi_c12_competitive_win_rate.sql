-- grain: one row per organisation unit and period with decided opportunities
with

company as (
    select * from {{ source('config', 'company') }}
),

decided as (
    select
        opportunities.close_on as event_on,
        account_owners.branch_id,
        coalesce(opportunities.is_won, false) as is_won,
        opportunities.competitor is not null as is_competitive
    from {{ ref('stg_crm__opportunity') }} as opportunities
    cross join company
    left join {{ ref('int_account_owner_period') }} as account_owners
        on
            opportunities.account_id = account_owners.account_id
            and opportunities.close_on between account_owners.valid_from_on and account_owners.valid_to_on
    where opportunities.is_closed and opportunities.close_on <= company.as_of_on
),

{{ kpi_cells(
    'C12',
    'decided',
    numerator='count(*) filter (where is_won and is_competitive)',
    denominator='count(*) filter (where is_competitive)',
    n='count(*) filter (where is_competitive)',
    covered='count(*) filter (where is_competitive)',
) }}

select * from final
