-- An answer that names its invitation is of the account that was invited.
{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'fct_response'}}}) }}

select
    answers.response_id,
    answers.account_id,
    invitations.account_id as invited_account_id
from {{ ref('fct_response') }} as answers
inner join {{ ref('stg_survey__invitation') }} as invitations
    on answers.invitation_id = invitations.invitation_id
where answers.account_id <> invitations.account_id
