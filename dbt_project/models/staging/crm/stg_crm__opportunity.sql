-- grain: one row per sales opportunity, in its current version
with

received as (
    select * from {{ source('raw', 'crm__opportunity') }}
),

superseded as (
    {{ superseded_rows(source('raw', 'crm__opportunity'), ['opportunity_id']) }}
),

final as (
    select
        received.opportunity_id,
        received.account_id,
        received.stage,
        received.is_closed,
        received.is_won,
        received.opportunity_amount,
        received.currency_code,
        received.close_on,
        received.owner_person_id,
        received.competitor,
        received.loss_reason,
        received.opportunity_type,
        received.created_at,
        received.updated_at,
        received._batch_no,
        received._file_sha256,
        received._row_no
    from received
    where not exists (
        select 1
        from superseded
        where
            superseded.opportunity_id = received.opportunity_id
            and superseded._batch_no = received._batch_no
            and superseded._row_no = received._row_no
    )
)

select * from final
