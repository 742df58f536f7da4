-- grain: one row per account with contacts, with what its addresses look like and when employees changed them
with

company as (
    select * from {{ source('config', 'company') }}
),

contacts as (
    select
        people.*,
        {{ list_has('company.mail_domains', 'people.email_domain') }} as is_own_domain
    from {{ ref('stg_crm__contact') }} as people
    cross join company
    where people.account_id is not null and not coalesce(people.is_deleted, false)
),

-- one address that serves several accounts answers for all of them
shared as (
    select email_hash
    from contacts
    where email_hash is not null
    group by email_hash
    having count(distinct account_id) > 1
),

-- a change of which nobody says who made it counts as the company's own: the CRM is its own
edits as (
    select
        contacts.account_id,
        list(distinct {{ local_date('changes.changed_at', 'company.time_zone') }}) as edited_days
    from {{ ref('int_contact_address_change') }} as changes
    cross join company
    inner join contacts
        on changes.contact_id = contacts.contact_id
    left join {{ ref('dim_person') }} as people
        on changes.changed_by_person_id = people.person_id
    where changes.changed_by_person_id is null or people.person_id is not null
    group by contacts.account_id
),

final as (
    select
        contacts.account_id,
        bool_or(free_mail.domain is not null) filter (where contacts.email_domain is not null) as is_free_mail,
        bool_or(contacts.is_own_domain) filter (where contacts.email_domain is not null) as is_employee_domain,
        bool_or(shared.email_hash is not null) filter (where contacts.email_hash is not null) as is_shared_address,
        any_value(edits.edited_days) as edited_days
    from contacts
    left join edits
        on contacts.account_id = edits.account_id
    left join shared
        on contacts.email_hash = shared.email_hash
    left join {{ ref('free_mail_domains') }} as free_mail
        on contacts.email_domain = free_mail.domain
    group by contacts.account_id
)

select * from final
