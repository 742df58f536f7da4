-- grain: one row per unit definition without asking party, survey, period and customer account, with the unit it was in
with

sample as (
    select * from {{ ref('int_sampled_account') }}
),

definitions as (
    select * from {{ source('config', 'unit_definition') }}
    where not by_collector and not by_collector_org and not by_channel
),

-- a survey judges accounts in the periods in which it asked or was answered
periods as (
    select distinct
        unit_definition_id,
        period_kind,
        survey_id,
        period_id,
        period_start_on
    from {{ ref('int_answer_subject') }}
),

accounts as (
    select customers.*
    from {{ ref('dim_account') }} as customers
    cross join sample
    where customers.is_customer and {{ is_sampled('customers.account_id', 'sample') }}
),

anchored as (
    select
        periods.*,
        accounts.account_id,
        accounts.segment,
        accounts.tier,
        coalesce(contacts.first_on, {{ period_end('periods.period_kind', 'periods.period_start_on') }}) as anchor_on,
        {{ period_end('periods.period_kind', 'periods.period_start_on') }} as period_end_on
    from periods
    cross join accounts
    left join {{ ref('int_account_survey_period') }} as contacts
        on
            periods.survey_id = contacts.survey_id
            and periods.period_kind = contacts.period_kind
            and periods.period_start_on = contacts.period_start_on
            and accounts.account_id = contacts.account_id
    where
        coalesce(accounts.created_on <= {{ period_end('periods.period_kind', 'periods.period_start_on') }}, true)
        and coalesce(accounts.lost_on >= periods.period_start_on, true)
),

-- an account that changed hands inside a period belongs to whom it was asked for first
placed as (
    select
        anchored.*,
        case when definitions.by_owner then owners.owner_id end as owner_id,
        case when definitions.by_account then anchored.account_id end as unit_account_id,
        case when definitions.by_branch then owners.branch_id end as branch_id,
        case when definitions.by_team then people.team_id end as team_id,
        (definitions.by_owner and owners.owner_id is null)
        or (definitions.by_branch and owners.branch_id is null)
        or (definitions.by_team and people.team_id is null) as is_placeless
    from anchored
    inner join definitions
        on anchored.unit_definition_id = definitions.unit_definition_id
    left join {{ ref('int_account_owner_period') }} as owners
        on
            anchored.account_id = owners.account_id
            and anchored.anchor_on between owners.valid_from_on and owners.valid_to_on
    left join {{ ref('dim_person') }} as people
        on owners.owner_id = people.person_id
),

final as (
    select
        *,
        {{ placed_dimensions('placed') }} as entity_id
    from placed
    where not is_placeless
)

select * from final
