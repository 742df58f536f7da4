-- grain: one row per account and day on which a history table or a version of the account says who owns it
with

batches as (
    select * from {{ source('raw', 'batch') }}
),

-- a version without an owner says that the file had no such column, or nothing
versions as (
    select
        received.account_id,
        received.owner_person_id as owner_id,
        {{ version_at('received', 'batches') }} as version_at,
        {{ file_at('batches') }} as file_at,
        received._batch_no,
        received._row_no
    from {{ source('raw', 'crm__account') }} as received
    inner join batches
        on received._batch_no = batches.batch_no
    where received.owner_person_id is not null and not coalesce(received.is_deleted, false)
),

observed as (
    select
        account_id,
        changed_at as seen_at,
        old_owner_person_id as owner_before_id,
        new_owner_person_id as owner_id,
        true as is_change,
        _batch_no,
        _row_no
    from {{ ref('stg_crm__account_owner_change') }}
    union all
    -- two owners at one time of change: the source does not renew it, so the file's day tells them apart
    select
        account_id,
        case
            when min(owner_id) over same_time = max(owner_id) over same_time then version_at
            else file_at
        end as seen_at,
        null as owner_before_id,
        owner_id,
        false as is_change,
        _batch_no,
        _row_no
    from versions
    window same_time as (partition by account_id, version_at)
),

-- where a history table knows an account, versions count only after its last entry
known as (
    select
        observed.*,
        {{ local_date('observed.seen_at', 'company.time_zone') }} as seen_on,
        max(case when observed.is_change then observed.seen_at end) over (partition by observed.account_id)
            as last_change_at
    from observed
    cross join {{ source('config', 'company') }} as company
),

final as (
    select
        account_id,
        seen_on,
        owner_id,
        first_value(owner_before_id) over (
            partition by account_id, seen_on
            order by seen_at, _batch_no, _row_no
        ) as owner_before_id
    from known
    where is_change or last_change_at is null or seen_at > last_change_at
    qualify row_number() over (
        partition by account_id, seen_on
        order by seen_at desc, is_change desc, _batch_no desc, _row_no desc
    ) = 1
)

select * from final
