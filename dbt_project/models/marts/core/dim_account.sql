-- grain: one row per customer account
with

accounts as (
    select * from {{ ref('stg_crm__account') }}
),

people as (
    select * from {{ ref('dim_person') }}
),

company as (
    select * from {{ source('config', 'company') }}
),

final as (
    select
        accounts.account_id,
        accounts.account_name,
        accounts.parent_account_id,
        accounts.segment,
        accounts.tier,
        accounts.industry,
        accounts.region,
        accounts.org_type,
        accounts.owner_person_id,
        coalesce(accounts.branch_id, people.branch_id) as branch_id,
        accounts.status,
        -- a prospect has bought nothing: nobody can ask how content it is
        -- and an account that the CRM no longer holds is none of today, though its answers of then are kept
        coalesce(accounts.status <> 'prospect', true) and not coalesce(accounts.is_deleted, false) as is_customer,
        coalesce(accounts.is_deleted, false) as is_deleted,
        {{ local_date('accounts.created_at', 'company.time_zone') }} as created_on,
        {{ local_date('accounts.lost_at', 'company.time_zone') }} as lost_on,
        accounts.annual_revenue_amount,
        accounts.currency_code
    from accounts
    cross join company
    left join people
        on accounts.owner_person_id = people.person_id
)

select * from final
