-- grain: one row per invitation that was sent or was to be sent, with what became of it and who asked
with

invitations as (
    select * from {{ ref('stg_survey__invitation') }}
    where invitation_status is distinct from 'not_sampled' and not coalesce(is_deleted, false)
),

answered as (
    select
        invitation_id,
        bool_or(is_independent) as is_independent
    from {{ ref('fct_response') }}
    where invitation_id is not null
    group by invitation_id
),

-- who would have asked where nobody answered: whoever asks mostly in this survey on this channel
streams as (
    select
        survey_id,
        channel_code,
        avg(cast(is_independent as integer)) > 0.5 as is_independent
    from {{ ref('fct_response') }}
    group by survey_id, channel_code
),

final as (
    select
        invitations.invitation_id,
        coalesce(invitations.survey_id, 'unspecified') as survey_id,
        invitations.account_id,
        invitations.contact_id,
        {{ local_date('invitations.sent_at', 'company.time_zone') }} as sent_on,
        invitations.sent_at,
        invitations.address_domain,
        coalesce(answered.is_independent, streams.is_independent, false) as is_independent,
        coalesce(invitations.invitation_status in ('bounced', 'no_contact'), false)
        or invitations.bounced_at is not null as is_bounced,
        coalesce(invitations.invitation_status = 'complete', false)
        or answered.invitation_id is not null as is_completed,
        coalesce(invitations.invitation_status in ('refused', 'opted_out'), false) as is_refused
    from invitations
    cross join {{ source('config', 'company') }} as company
    left join answered
        on invitations.invitation_id = answered.invitation_id
    left join streams
        on
            coalesce(invitations.survey_id, 'unspecified') = streams.survey_id
            and invitations.channel is not distinct from streams.channel_code
    where invitations.sent_at is not null
)

select * from final
