-- grain: one row per organisation unit and period of building whose parts have been in service for a year
with

company as (
    select * from {{ source('config', 'company') }}
),

units as (
    select
        coalesce(built_on, {{ local_date('delivered_at', 'company.time_zone') }}) as event_on,
        account_id,
        delivered_qty as unit_qty,
        null as claim_count,
        0 as known_count,
        0 as told_count
    from {{ ref('stg_crm__delivery') }}
    cross join company
),

-- months in service from the first day of service, or of sale where that is not told, to the failure
claims as (
    select
        coalesce(built_on, sold_on) as event_on,
        account_id,
        null as unit_qty,
        cast(
            coalesce(failed_on, claimed_on) <= coalesce(in_service_on, sold_on) + interval '12 months' as integer
        ) as claim_count,
        cast(coalesce(failed_on, claimed_on) is not null and coalesce(in_service_on, sold_on) is not null as integer)
            as known_count,
        1 as told_count
    from {{ ref('stg_quality__warranty_claim') }}
    where is_accepted is distinct from false
),

-- parts of the last twelve months have not had their year yet; without any claim that tells its
-- months in service nothing was measured
built as (
    select
        events.* exclude (account_id),
        account_owners.branch_id
    from (
        select * from units
        union all
        select * from claims
    ) as events
    cross join company
    left join {{ ref('int_account_owner_period') }} as account_owners
        on
            events.account_id = account_owners.account_id
            and events.event_on between account_owners.valid_from_on and account_owners.valid_to_on
    where
        {{ period_end("'month'", period_start("'month'", 'events.event_on')) }}
        <= company.as_of_on - interval '12 months'
        and exists (
            select 1 from claims
            where known_count = 1
        )
),

{{ kpi_cells(
    'P06',
    'built',
    numerator='coalesce(sum(claim_count), 0)',
    denominator='sum(unit_qty)',
    n='coalesce(sum(unit_qty), 0)',
    covered='sum(known_count)',
    coverage_of='sum(told_count)',
) }}

select * from final
