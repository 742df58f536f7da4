{#- A document that proves a loss, in the columns of the ledger. `of` holds what differs: id, category, type, day, amount,
    and where the document has them account, org_unit, order_id, reference and credit_note. -#}
{% macro document_as_loss(relation, document, of) -%}
    select
        '{{ document }}:' || {{ of.id }} as loss_id,
        true as is_document,
        '{{ document }}' as source_table,
        {{ of.id }} as source_id,
        {{ of.account | default('account_id') }} as account_id,
        {{ of.org_unit | default('null') }} as org_unit_id,
        {{ of.order_id | default('null') }} as order_id,
        product_id,
        {{ of.category | default("'external'") }} as loss_category,
        '{{ of.type }}' as loss_type,
        null as severity,
        {{ of.day }} as event_on,
        null as posting_on,
        {{ of.amount }} as loss_amount,
        null as functional_amount,
        documents.currency_code,
        false as is_estimated,
        null as recovered_amount,
        null as cost_center,
        {{ of.reference | default('null') }} as reference_no,
        {{ of.credit_note | default('null') }} as credit_note_id
    from {{ relation }} as documents
    cross join company
{%- endmacro %}
