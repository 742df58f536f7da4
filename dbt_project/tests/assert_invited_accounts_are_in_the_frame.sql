-- Where a frame says who could be asked in a period, nobody else was asked in it.
{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'stg_survey__invitation'}}}) }}

with

company as (
    select * from {{ source('config', 'company') }}
),

frames as (
    select
        survey_id,
        account_id,
        {{ period_first_day('period_label') }} as first_on,
        case
            when period_label like '____-Q_' then 'quarter'
            when period_label like '____-__' then 'month'
            else 'year'
        end as period_kind
    from {{ ref('stg_survey__frame') }}
    where coalesce(is_eligible, true)
),

invitations as (
    select
        sent.invitation_id,
        sent.survey_id,
        sent.account_id,
        {{ local_date('sent.sent_at', 'company.time_zone') }} as sent_on
    from {{ ref('stg_survey__invitation') }} as sent
    cross join company
    where sent.account_id is not null
),

framed as (
    select distinct
        survey_id,
        first_on,
        {{ period_end('period_kind', 'first_on') }} as last_on
    from frames
)

select invitations.*
from invitations
inner join framed
    on
        invitations.survey_id = framed.survey_id
        and invitations.sent_on between framed.first_on and framed.last_on
where not exists (
    select 1
    from frames
    where
        frames.survey_id = framed.survey_id
        and frames.first_on = framed.first_on
        and frames.account_id = invitations.account_id
)
