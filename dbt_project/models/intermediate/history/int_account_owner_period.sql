-- grain: one row per account and unbroken stretch of days with one owner; the stretches of an account cover all days
with

accounts as (
    select * from {{ ref('stg_crm__account') }}
),

seen as (
    select
        *,
        row_number() over by_day as place,
        lag(owner_id) over by_day as earlier_owner_id
    from {{ ref('int_account_owner_seen') }}
    window by_day as (partition by account_id order by seen_on)
),

starts as (
    select
        account_id,
        owner_id,
        owner_before_id,
        place,
        seen_on,
        lead(seen_on) over (partition by account_id order by seen_on) - 1 as until_on,
        count(*) over (partition by account_id) as start_count
    from seen
    where place = 1 or owner_id is distinct from earlier_owner_id
),

periods as (
    select
        account_id,
        owner_id,
        case
            when start_count = 1 and owner_before_id is null then cast('0001-01-01' as date)
            else seen_on
        end as valid_from_on,
        until_on,
        case when start_count = 1 and owner_before_id is null then 'current' else 'history' end as owner_origin_code
    from starts
    union all
    -- before the first entry: its old owner, else the first one that is known
    select
        account_id,
        coalesce(owner_before_id, owner_id) as owner_id,
        cast('0001-01-01' as date) as valid_from_on,
        seen_on - 1 as until_on,
        case when owner_before_id is null then 'first_known' else 'history' end as owner_origin_code
    from starts
    where place = 1 and (start_count > 1 or owner_before_id is not null)
),

final as (
    select
        coalesce(accounts.account_id, periods.account_id) as account_id,
        periods.owner_id,
        case when periods.owner_id is not null then periods.owner_origin_code end as owner_origin_code,
        coalesce(periods.valid_from_on, cast('0001-01-01' as date)) as valid_from_on,
        coalesce(periods.until_on, cast('9999-12-31' as date)) as valid_to_on,
        accounts.branch_id as account_branch_id,
        coalesce(accounts.branch_id, owners.branch_id) as branch_id
    from accounts
    full join periods
        on accounts.account_id = periods.account_id
    left join {{ ref('dim_person') }} as owners
        on periods.owner_id = owners.person_id
)

select * from final
