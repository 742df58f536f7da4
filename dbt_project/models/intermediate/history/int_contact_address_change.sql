-- grain: one row per change of a contact's mail address or telephone number
with

-- a history that lists values instead of changes (HubSpot's) does not name the value before: it is that of the entry
-- before
changes as (
    select
        *,
        coalesce(old_value_hash, lag(new_value_hash) over by_entry) as before_hash,
        coalesce(old_value_domain, lag(new_value_domain) over by_entry) as before_domain
    from {{ ref('stg_crm__contact_change') }}
    where field_name in ('email', 'phone')
    window by_entry as (partition by contact_id, field_name order by changed_at)
),

versions as (
    select
        received.contact_id,
        {{ version_at('received', 'batches') }} as version_at,
        unnest(['email', 'phone']) as field_name,
        unnest([received.email_hash, received.phone_hash]) as value_hash,
        unnest([received.email_domain, null]) as value_domain,
        received._batch_no,
        received._row_no
    from {{ source('raw', 'crm__contact') }} as received
    inner join {{ source('raw', 'batch') }} as batches
        on received._batch_no = batches.batch_no
),

-- a version without an address may come from a file without that column; where a history table knows the contact's
-- field, it alone counts
compared as (
    select
        *,
        lag(value_hash) over by_version as old_hash,
        lag(value_domain) over by_version as old_domain
    from versions
    where
        value_hash is not null
        and not exists (
            select 1
            from changes
            where changes.contact_id = versions.contact_id and changes.field_name = versions.field_name
        )
    window by_version as (
        partition by contact_id, field_name
        order by version_at, _batch_no, _row_no
    )
),

final as (
    select
        contact_id,
        field_name,
        changed_at,
        before_hash as old_hash,
        new_value_hash as new_hash,
        case when field_name = 'email' then before_domain end as old_domain,
        case when field_name = 'email' then new_value_domain end as new_domain,
        changed_by_person_id,
        'history' as change_origin_code
    from changes
    -- an address that is given for the first time replaces none: otherwise every new contact looks tampered with
    where before_hash is not null and before_hash is distinct from new_value_hash
    union all
    select
        contact_id,
        field_name,
        version_at as changed_at,
        old_hash,
        value_hash as new_hash,
        old_domain,
        value_domain as new_domain,
        null as changed_by_person_id,
        'versions' as change_origin_code
    from compared
    where old_hash <> value_hash
)

select * from final
