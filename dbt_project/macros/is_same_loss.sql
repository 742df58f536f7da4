{#- Whether two reports that share a name are reports of one loss. A booking that names a document which has an amount is
    that document's. Else account and amount must agree (within one per cent, in one currency); two documents of one kind
    are two losses, and so are two bookings of one kind that share no more than a reference number. -#}
{% macro is_same_loss(earlier, later, pair) -%}
    case
        when
            {{ earlier }}.is_document and not {{ later }}.is_document
            and {{ later }}.source_table = {{ earlier }}.source_table
            and {{ later }}.source_id = {{ earlier }}.source_id
            then {{ earlier }}.loss_amount is not null
        when {{ earlier }}.account_id is distinct from {{ later }}.account_id then false
        when {{ earlier }}.is_document and {{ later }}.is_document and {{ earlier }}.source_table = {{ later }}.source_table
            then false
        when {{ pair }}.is_by_day and not {{ pair }}.is_by_source and {{ earlier }}.is_document = {{ later }}.is_document
            then false
        when
            not {{ pair }}.is_by_source and not {{ earlier }}.is_document and not {{ later }}.is_document
            and {{ earlier }}.precedence = {{ later }}.precedence
            then false
        when {{ later }}.loss_amount is null then true
        when {{ earlier }}.currency_code is not distinct from {{ later }}.currency_code
            then abs({{ later }}.loss_amount - {{ earlier }}.loss_amount) <= 0.01 * abs({{ earlier }}.loss_amount)
        else
            coalesce(
                abs({{ later }}.company_loss_amount - {{ earlier }}.company_loss_amount)
                <= 0.01 * abs({{ earlier }}.company_loss_amount),
                false
            )
    end
{%- endmacro %}
