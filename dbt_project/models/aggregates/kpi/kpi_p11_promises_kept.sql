-- grain: one row per organisation unit and period in which promises were due
with

company as (
    select * from {{ source('config', 'company') }}
),

-- a promise that was moved is due when it was first due: a later version does not keep it
promises as (
    select
        promise_id,
        arg_min(account_id, made_at) as account_id,
        arg_min(due_at, made_at) as due_at,
        max(kept_at) as kept_at
    from {{ ref('stg_crm__promise') }}
    group by promise_id
),

due as (
    select
        promises.account_id,
        {{ local_date('promises.due_at', 'company.time_zone') }} as event_on,
        coalesce(promises.kept_at <= promises.due_at, false) as is_kept
    from promises
    cross join company
    where {{ local_date('promises.due_at', 'company.time_zone') }} <= company.as_of_on
),

placed as (
    select
        due.*,
        account_owners.branch_id
    from due
    left join {{ ref('int_account_owner_period') }} as account_owners
        on
            due.account_id = account_owners.account_id
            and due.event_on between account_owners.valid_from_on and account_owners.valid_to_on
),

{{ kpi_cells('P11', 'placed', numerator='count(*) filter (where is_kept)') }}

select * from final
