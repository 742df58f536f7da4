-- grain: one row per account with contacts, with what its addresses look like
with

contacts as (
    select * from {{ ref('stg_crm__contact') }}
    where account_id is not null and not coalesce(is_deleted, false)
),

company as (
    select * from {{ source('config', 'company') }}
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
        bool_or({{ list_has('company.mail_domains', 'contacts.email_domain') }})
            filter (where contacts.email_domain is not null) as is_employee_domain,
        bool_or(shared.email_hash is not null) filter (where contacts.email_hash is not null) as is_shared_address
    from contacts
    cross join company
    left join shared
        on contacts.email_hash = shared.email_hash
    left join {{ ref('free_mail_domains') }} as free_mail
        on contacts.email_domain = free_mail.domain
    group by contacts.account_id
)

select * from final
