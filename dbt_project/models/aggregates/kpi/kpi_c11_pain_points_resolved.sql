-- grain: one row per organisation unit and period in which pain points were taken on
with

company as (
    select * from {{ source('config', 'company') }}
),

taken_on as (
    select
        needs.account_id,
        needs.customer_confirmed_at is not null as is_confirmed,
        {{ local_date('needs.committed_at', 'company.time_zone') }} as event_on
    from {{ ref('stg_crm__need') }} as needs
    cross join company
    where needs.need_type = 'pain' and needs.committed_at is not null
),

pains as (
    select
        taken_on.*,
        account_owners.branch_id
    from taken_on
    left join {{ ref('int_account_owner_period') }} as account_owners
        on
            taken_on.account_id = account_owners.account_id
            and taken_on.event_on between account_owners.valid_from_on and account_owners.valid_to_on
),

{{ kpi_cells('C11', 'pains', numerator='count(*) filter (where is_confirmed)') }}

select * from final
