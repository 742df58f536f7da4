-- grain: one row per customer account, in its current version
with

received as (
    select * from {{ source('raw', 'crm__account') }}
),

superseded as (
    {{ superseded_rows(source('raw', 'crm__account'), ['account_id']) }}
),

final as (
    select
        received.account_id,
        received.account_name,
        received.parent_account_id,
        received.segment,
        received.tier,
        received.industry,
        received.region,
        received.org_type,
        received.owner_person_id,
        received.branch_id,
        received.status,
        received.created_at,
        received.lost_at,
        received.annual_revenue_amount,
        received.currency_code,
        received.email_domain,
        received.updated_at,
        received._batch_no,
        received._file_sha256,
        received._row_no
    from received
    where not exists (
        select 1
        from superseded
        where
            superseded.account_id = received.account_id
            and superseded._batch_no = received._batch_no
            and superseded._row_no = received._row_no
    )
)

select * from final
