-- grain: one row per document that proves a loss: credit note, penalty, warranty claim, return, recall
with

company as (
    select * from {{ source('config', 'company') }}
),

final as (
    -- a lower price, or what is not said, is no failure
    {{ document_as_loss(ref('stg_quality__credit_note'), 'credit_note', {
        'id': 'document_id', 'type': 'credit', 'day': 'document_on', 'amount': 'credit_note_amount',
        'org_unit': 'org_unit_id', 'order_id': 'order_id', 'reference': 'reference_no',
        'category': "case when reason_code in ('quality', 'delivery') then 'external' end",
    }) }}
    union all
    {{ document_as_loss(ref('stg_quality__penalty'), 'penalty', {
        'id': 'document_id', 'type': 'penalty', 'day': 'document_on', 'amount': 'penalty_amount',
        'org_unit': 'org_unit_id', 'order_id': 'order_id', 'reference': 'reference_no',
    }) }}
    union all
    {{ document_as_loss(ref('stg_quality__warranty_claim'), 'warranty_claim', {
        'id': 'claim_id', 'type': 'warranty', 'day': 'claimed_on',
        'amount': 'coalesce(labour_cost_amount + parts_cost_amount, claim_amount, labour_cost_amount, parts_cost_amount)',
    }) }}
    -- a claim that was turned down cost nothing
    where documents.is_accepted is distinct from false
    union all
    {{ document_as_loss(ref('stg_quality__return_shipment'), 'return_shipment', {
        'id': 'return_id', 'type': 'return', 'day': local_date('received_at', 'company.time_zone'),
        'amount': 'handling_cost_amount', 'credit_note': 'credit_note_id',
    }) }}
    union all
    {{ document_as_loss(ref('stg_quality__recall'), 'recall', {
        'id': 'action_id', 'type': 'recall', 'day': local_date('opened_at', 'company.time_zone'),
        'amount': 'recall_cost_amount',
    }) }}
)

select * from final
