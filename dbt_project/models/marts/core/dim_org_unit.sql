-- grain: one row per organisation unit: the company, and each of its branches
with

company as (
    select * from {{ source('config', 'company') }}
),

-- a branch is whatever any feed names as one: no feed lists them
branches as (
    select branch_id from {{ ref('dim_account') }}
    union
    select branch_id from {{ ref('dim_person') }}
    union
    select branch_id from {{ ref('fct_response') }}
    union
    select coalesce(branch_id, org_unit_id) as branch_id from {{ ref('fct_loss') }}
    union
    select org_unit_id as branch_id from {{ ref('stg_quality__complaint') }}
),

final as (
    select
        'company' as org_unit_id,
        cast(null as varchar) as parent_org_unit_id,
        'company' as org_level_code,
        company as org_unit_name,
        cast(null as varchar) as branch_id
    from company
    union all
    select
        'branch:' || branch_id as org_unit_id,
        'company' as parent_org_unit_id,
        'branch' as org_level_code,
        branch_id as org_unit_name,
        branch_id
    from branches
    where branch_id is not null
)

select * from final
