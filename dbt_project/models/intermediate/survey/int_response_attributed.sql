-- grain: one row per answered questionnaire that counts, with whose it is and on which scale
with

responses as (
    select * from {{ ref('stg_survey__response') }}
    where response_status is null or response_status not in ('test', 'spam')
),

invitations as (
    select * from {{ ref('stg_survey__invitation') }}
),

account_owners as (
    select * from {{ ref('int_account_owner_period') }}
),

owners as (
    select * from {{ ref('dim_person') }}
),

scales as (
    select * from {{ ref('int_survey_scale') }}
),

company as (
    select * from {{ source('config', 'company') }}
),

-- what the answer does not say of itself, its invitation may
answers as (
    select
        responses.* exclude (account_id, contact_id, channel, rating),
        coalesce(responses.rating, overall.rating) as rating,
        coalesce(responses.account_id, invitations.account_id) as account_id,
        coalesce(responses.contact_id, invitations.contact_id) as contact_id,
        coalesce(responses.channel, invitations.channel) as channel,
        {{ local_date('responses.submitted_at', 'company.time_zone') }} as submitted_on,
        company.satisfied_from
    from responses
    cross join company
    left join invitations
        on responses.invitation_id = invitations.invitation_id
    left join {{ ref('int_response_overall') }} as overall
        on responses.response_id = overall.response_id
),

final as (
    select
        responses.* exclude (survey_id, branch_id, team_id, scale_min, scale_max, scale_direction),
        coalesce(responses.survey_id, 'unspecified') as survey_id,
        scales.survey_type,
        -- the owner of the answer's day: who took the account over later is not charged with it
        coalesce(responses.owner_person_id, account_owners.owner_id) as owner_id,
        case when responses.owner_person_id is null then account_owners.owner_origin_code else 'row' end
            as owner_origin_code,
        coalesce(responses.branch_id, account_owners.account_branch_id, owners.branch_id) as branch_id,
        coalesce(responses.team_id, owners.team_id) as team_id,
        -- a scale is taken from one place as a whole: half of one and half of another is a third
        case when responses.scale_max is null then scales.scale_min else responses.scale_min end as scale_min,
        coalesce(responses.scale_max, scales.scale_max) as scale_max,
        coalesce(
            case when responses.scale_max is null then scales.scale_direction else responses.scale_direction end,
            'high_good'
        ) as scale_direction
    from answers as responses
    left join account_owners
        on
            responses.account_id = account_owners.account_id
            and responses.submitted_on between account_owners.valid_from_on and account_owners.valid_to_on
    left join owners
        on coalesce(responses.owner_person_id, account_owners.owner_id) = owners.person_id
    left join scales
        on
            responses.survey_id = scales.survey_id
            and coalesce(responses.survey_version, '') = coalesce(scales.survey_version, '')
)

select * from final
