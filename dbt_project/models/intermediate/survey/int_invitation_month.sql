-- grain: one row per survey, month, owner of the account on that day and channel with invitations
with

company as (
    select * from {{ source('config', 'company') }}
),

invitations as (
    select
        sent.*,
        {{ local_date('sent.sent_at', 'company.time_zone') }} as sent_on
    from {{ ref('stg_survey__invitation') }} as sent
    cross join company
    where sent.invitation_status is distinct from 'not_sampled' and sent.sent_at is not null
),

account_owners as (
    select * from {{ ref('int_account_owner_period') }}
),

final as (
    select
        coalesce(invitations.survey_id, 'unspecified') as survey_id,
        {{ period_start("'month'", 'invitations.sent_on') }} as month_start_on,
        account_owners.owner_id,
        invitations.channel as channel_code,
        count(*) as invited_count
    from invitations
    left join account_owners
        on
            invitations.account_id = account_owners.account_id
            and invitations.sent_on between account_owners.valid_from_on and account_owners.valid_to_on
    group by
        coalesce(invitations.survey_id, 'unspecified'),
        {{ period_start("'month'", 'invitations.sent_on') }},
        account_owners.owner_id,
        invitations.channel
)

select * from final
