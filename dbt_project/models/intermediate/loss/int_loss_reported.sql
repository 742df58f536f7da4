-- grain: one row per report of a loss: a booking of the ledger, or a document behind it
with

company as (
    select * from {{ source('config', 'company') }}
),

ledger as (
    select
        loss_id,
        false as is_document,
        case lower(source_table)
            when 'return' then 'return_shipment'
            when 'warranty' then 'warranty_claim'
            when 'field_action' then 'recall'
            else lower(source_table)
        end as source_table,
        source_id,
        account_id,
        org_unit_id,
        order_id,
        product_id,
        loss_category,
        loss_type,
        severity,
        event_on,
        posting_on,
        loss_amount,
        functional_amount,
        currency_code,
        is_estimated,
        recovered_amount,
        cost_center,
        reference_no,
        null as credit_note_id
    from {{ ref('stg_quality__loss_event') }}
),

reported as (
    select * from ledger
    union all
    select * from {{ ref('int_loss_document') }}
),

final as (
    select
        reported.* exclude (functional_amount),
        -- what the books say in the company's own currency stands before a rate
        coalesce(
            case when reported.currency_code <> company.currency_code then reported.functional_amount end,
            {{ company_amount('reported.loss_amount', 'reported.currency_code', 'rates') }}
        ) as company_loss_amount
    from reported
    cross join company
    left join {{ ref('int_exchange_rate') }} as rates
        on {{ rate_of_day('rates', 'reported.currency_code', 'reported.event_on') }}
)

select * from final
