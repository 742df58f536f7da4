-- grain: one row per owner, asking party and day with answers, with what the two have to gain by them
with

answers as (
    select * from {{ ref('fct_response') }}
),

-- what the newest list no longer holds was true as long as a list held it
incentives as (
    select received.* replace ({{ last_day('received', 'batches') }} as valid_to_on)
    from {{ ref('stg_people__incentive') }} as received
    left join {{ source('raw', 'batch') }} as batches
        on received._batch_no = batches.batch_no
),

-- weights on the satisfaction figure
measured as (
    select * from incentives
    where weight_share > 0 and {{ is_satisfaction_kpi('kpi_id') }}
),

superiors as (
    select * from {{ ref('int_superior') }}
),

-- a stake is told once per owner, asking party and day, not once per answer
asked as (
    select distinct
        owner_id,
        collector_id,
        collector_org_code,
        submitted_on
    from answers
),

ruled as (
    select
        asked.*,
        {{ stake_rule() }} as stake_rule_code,
        case when exists (select 1 from incentives) and asked.owner_id is not null then coalesce((
            select sum(measured.weight_share)
            from measured
            where measured.person_id = asked.owner_id and {{ holds_on('measured', 'asked.submitted_on') }}
        ), 0) end as measured_weight
    from asked
    left join {{ ref('dim_person') }} as owners
        on asked.owner_id = owners.person_id
    left join {{ ref('dim_person') }} as collectors
        on asked.collector_id = collectors.person_id
),

staked as (
    select
        *,
        {{ stake_of_rule('stake_rule_code') }} as collector_stake
    from ruled
),

final as (
    select
        owner_id,
        collector_id,
        collector_org_code,
        submitted_on,
        measured_weight,
        stake_rule_code,
        collector_stake,
        -- whoever is paid by the figure weighs on those who ask for it, even where they are no sellers
        greatest(
            collector_stake,
            case when measured_weight > 0 and collector_stake > 0 then 0.6 end
        ) as conflict_stake
    from staked
)

select * from final
