-- grain: one row per account with contacts, with what its addresses look like
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

final as (
    select
        contacts.account_id,
        bool_or(free_mail.domain is not null) filter (where contacts.email_domain is not null) as is_free_mail,
        bool_or(contacts.is_own_domain) filter (where contacts.email_domain is not null) as is_employee_domain,
        bool_or(shared.email_hash is not null) filter (where contacts.email_hash is not null) as is_shared_address
    from contacts
    left join shared
        on contacts.email_hash = shared.email_hash
    left join {{ ref('free_mail_domains') }} as free_mail
        on contacts.email_domain = free_mail.domain
    group by contacts.account_id
)

select * from final
