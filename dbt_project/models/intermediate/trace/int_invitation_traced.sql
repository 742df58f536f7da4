-- grain: one row per invitation that was sent, with what became of it and who asked
with

invitations as (
    select * from {{ ref('stg_survey__invitation') }}
    where invitation_status is distinct from 'not_sampled' and sent_at is not null
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
        {{ local_date('invitations.sent_at', 'company.time_zone') }} as sent_on,
        free_mail.domain is not null as is_free_mail,
        {{ list_has('company.mail_domains', 'lower(invitations.address_domain)') }} as is_employee_domain,
        invitations.address_domain is not null as is_address_known,
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
    left join {{ ref('free_mail_domains') }} as free_mail
        on lower(invitations.address_domain) = free_mail.domain
)

select * from final
