-- grain: one row per organisation unit and period in which customers were asked
with

company as (
    select * from {{ source('config', 'company') }}
),

invitations as (
    select
        sent.account_id,
        sent.invitation_status,
        sent.invitation_status = 'complete' or sent.completed_at is not null as is_complete,
        {{ local_date('sent.sent_at', 'company.time_zone') }} as event_on
    from {{ ref('stg_survey__invitation') }} as sent
    cross join company
    -- RR1: whoever was asked counts, reached or not; who was never in the sample does not
    where sent.invitation_status is distinct from 'not_sampled'
),

placed as (
    select
        invitations.*,
        account_owners.branch_id
    from invitations
    left join {{ ref('int_account_owner_period') }} as account_owners
        on
            invitations.account_id = account_owners.account_id
            and invitations.event_on between account_owners.valid_from_on and account_owners.valid_to_on
),

{{ kpi_cells(
    'I02', 'placed', numerator='count(*) filter (where is_complete)', covered='count(invitation_status)'
) }}

select * from final
