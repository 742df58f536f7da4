-- grain: one row per organisation unit and period in which needs were captured
with

company as (
    select * from {{ source('config', 'company') }}
),

needs as (
    select
        needs.account_id,
        needs.improvement_id,
        {{ local_date('needs.captured_at', 'company.time_zone') }} as event_on
    from {{ ref('stg_crm__need') }} as needs
    cross join company
),

placed as (
    select
        needs.*,
        account_owners.branch_id
    from needs
    left join {{ ref('int_account_owner_period') }} as account_owners
        on
            needs.account_id = account_owners.account_id
            and needs.event_on between account_owners.valid_from_on and account_owners.valid_to_on
),

{{ kpi_cells('P10', 'placed', numerator='count(improvement_id)') }}

select * from final
