-- grain: one row per unit definition without asking party, survey, period and customer account, with the unit it was in
with

definitions as (
    select * from {{ source('config', 'unit_definition') }}
    where not by_collector and not by_collector_org and not by_channel
),

-- an account that the CRM no longer holds was a customer as long as it held it
accounts as (
    select
        customers.account_id,
        customers.segment,
        customers.tier,
        customers.created_on,
        least(customers.lost_on, case when received.is_deleted then batches.as_of_on end) as lost_on
    from {{ ref('dim_account') }} as customers
    cross join {{ ref('int_sampled_account') }} as sampling
    inner join {{ ref('stg_crm__account') }} as received
        on customers.account_id = received.account_id
    left join {{ source('raw', 'batch') }} as batches
        on received._batch_no = batches.batch_no
    where customers.status is distinct from 'prospect' and {{ is_sampled('customers.account_id', 'sampling') }}
),

-- an account that changed hands inside a period belongs to whom it was asked for first
anchored as (
    select
        periods.*,
        accounts.account_id,
        accounts.segment,
        accounts.tier,
        contacts.first_on,
        coalesce(contacts.first_on, periods.period_end_on) as anchor_on
    from {{ ref('int_survey_period') }} as periods
    inner join accounts
        on
            periods.period_end_on >= coalesce(accounts.created_on, periods.period_end_on)
            and periods.period_start_on <= coalesce(accounts.lost_on, periods.period_start_on)
    left join {{ ref('int_account_survey_period') }} as contacts
        on {{ same_account_period('contacts', 'periods', 'accounts') }}
),

placed as (
    select
        anchored.*,
        definitions.* exclude (period_kind, by_collector, by_collector_org, by_channel),
        case when definitions.by_owner then owners.owner_id end as owner_id,
        case when definitions.by_account then anchored.account_id end as unit_account_id,
        case when definitions.by_branch then owners.branch_id end as branch_id,
        case when definitions.by_team then people.team_id end as team_id
    from anchored
    inner join definitions
        on anchored.period_kind = definitions.period_kind
    inner join {{ ref('int_account_owner_period') }} as owners
        on
            anchored.account_id = owners.account_id
            and anchored.anchor_on between owners.valid_from_on and owners.valid_to_on
    left join {{ ref('dim_person') }} as people
        on owners.owner_id = people.person_id
),

final as (
    select
        * exclude (owner_id, unit_account_id, branch_id, team_id, by_owner, by_account, by_branch, by_team),
        {{ period_id('period_kind', 'period_start_on') }} as period_id,
        {{ placed_dimensions('placed') }} as entity_id
    from placed
    where
        (owner_id is not null or not by_owner)
        and (branch_id is not null or not by_branch)
        and (team_id is not null or not by_team)
)

select * from final
