-- grain: one row per organisation unit and period in which pain points were taken on
with

company as (
    select * from {{ source('config', 'company') }}
),

pains as (
    select
        {{ local_date('needs.committed_at', 'company.time_zone') }} as event_on,
        account_owners.branch_id,
        needs.customer_confirmed_at is not null as is_confirmed
    from {{ ref('stg_crm__need') }} as needs
    cross join company
    left join {{ ref('int_account_owner_period') }} as account_owners
        on
            needs.account_id = account_owners.account_id
            and {{ local_date('needs.committed_at', 'company.time_zone') }}
            between account_owners.valid_from_on and account_owners.valid_to_on
    where needs.need_type = 'pain' and needs.committed_at is not null
),

{{ kpi_cells('C11', 'pains', numerator='count(*) filter (where is_confirmed)') }}

select * from final
