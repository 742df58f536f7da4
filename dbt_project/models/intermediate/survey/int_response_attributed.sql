-- grain: one row per answered questionnaire that counts, with whose it is and on which scale
with

responses as (
    select * from {{ ref('stg_survey__response') }}
    where response_status is null or response_status not in ('test', 'spam')
),

accounts as (
    select * from {{ ref('dim_account') }}
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

final as (
    select
        responses.* exclude (survey_id, branch_id, team_id, scale_min, scale_max, scale_direction),
        coalesce(responses.survey_id, 'unspecified') as survey_id,
        scales.survey_type,
        coalesce(responses.owner_person_id, accounts.owner_person_id) as owner_id,
        coalesce(responses.branch_id, accounts.branch_id, owners.branch_id) as branch_id,
        coalesce(responses.team_id, owners.team_id) as team_id,
        {{ local_date('responses.submitted_at', 'company.time_zone') }} as submitted_on,
        -- a scale is taken from one place as a whole: half of one and half of another is a third
        case when responses.scale_max is null then scales.scale_min else responses.scale_min end as scale_min,
        coalesce(responses.scale_max, scales.scale_max) as scale_max,
        coalesce(
            case when responses.scale_max is null then scales.scale_direction else responses.scale_direction end,
            'high_good'
        ) as scale_direction,
        company.satisfied_from
    from responses
    cross join company
    left join accounts
        on responses.account_id = accounts.account_id
    left join owners
        on coalesce(responses.owner_person_id, accounts.owner_person_id) = owners.person_id
    left join scales
        on
            responses.survey_id = scales.survey_id
            and coalesce(responses.survey_version, '') = coalesce(scales.survey_version, '')
)

select * from final
