-- grain: one row per survey, month, owner of the account and channel with invitations
with

invitations as (
    select * from {{ ref('stg_survey__invitation') }}
    where invitation_status is distinct from 'not_sampled'
),

accounts as (
    select * from {{ ref('dim_account') }}
),

company as (
    select * from {{ source('config', 'company') }}
),

final as (
    select
        coalesce(invitations.survey_id, 'unspecified') as survey_id,
        {{ period_start("'month'", local_date('invitations.sent_at', 'company.time_zone')) }} as month_start_on,
        accounts.owner_person_id as owner_id,
        invitations.channel as channel_code,
        count(*) as invited_count
    from invitations
    cross join company
    left join accounts
        on invitations.account_id = accounts.account_id
    where invitations.sent_at is not null
    group by
        coalesce(invitations.survey_id, 'unspecified'),
        {{ period_start("'month'", local_date('invitations.sent_at', 'company.time_zone')) }},
        accounts.owner_person_id,
        invitations.channel
)

select * from final
