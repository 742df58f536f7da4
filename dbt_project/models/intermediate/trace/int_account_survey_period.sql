-- grain: one row per survey, account and period in which the account was asked or answered
{{ config(materialized='table') }}

with

contacts as (
    select
        survey_id,
        account_id,
        sent_on as contact_on,
        not is_independent as is_main,
        true as is_invitation,
        is_bounced,
        is_completed,
        is_refused,
        case when is_address_known then is_free_mail end as is_free_mail,
        is_employee_domain,
        false as is_satisfied
    from {{ ref('int_invitation_traced') }}
    where account_id is not null
    union all
    select
        survey_id,
        account_id,
        submitted_on as contact_on,
        not is_independent as is_main,
        false as is_invitation,
        false as is_bounced,
        false as is_completed,
        false as is_refused,
        null as is_free_mail,
        null as is_employee_domain,
        is_satisfied
    from {{ ref('fct_response') }}
    where account_id is not null and is_satisfied is not null
),

kinds as (
    select distinct period_kind from {{ source('config', 'unit_definition') }}
),

final as (
    select
        contacts.survey_id,
        contacts.account_id,
        kinds.period_kind,
        {{ period_start('kinds.period_kind', 'contacts.contact_on') }} as period_start_on,
        min(contacts.contact_on) filter (where contacts.is_main) as first_on,
        count(*) filter (where contacts.is_invitation and contacts.is_main) as asked_count,
        count(*) filter (where contacts.is_invitation and contacts.is_main and contacts.is_bounced) as bounced_count,
        count(*) filter (where contacts.is_invitation and contacts.is_main and contacts.is_completed)
            as completed_count,
        count(*) filter (where contacts.is_invitation and contacts.is_main and contacts.is_refused) as refused_count,
        count(*) filter (where contacts.is_invitation and not contacts.is_main) as independent_asked_count,
        count(*) filter (where not contacts.is_invitation and contacts.is_main) as main_answer_count,
        count(*) filter (where contacts.is_satisfied and contacts.is_main) as main_satisfied_count,
        count(*) filter (where not contacts.is_invitation and not contacts.is_main) as independent_answer_count,
        count(*) filter (where contacts.is_satisfied and not contacts.is_main) as independent_satisfied_count,
        bool_or(contacts.is_free_mail) as is_free_mail,
        bool_or(contacts.is_employee_domain) as is_employee_domain
    from contacts
    cross join kinds
    group by
        contacts.survey_id,
        contacts.account_id,
        kinds.period_kind,
        {{ period_start('kinds.period_kind', 'contacts.contact_on') }}
)

select * from final
