{#- Accounts that answered after a severe loss, and those of them that are content in all answers of a kind. -#}
{% macro severe_accounts(kind, all_count) -%}
    count(*) filter (where answering_account_id is not null and is_{{ kind }}severe)
        as {{ kind }}severe_account_count,
    count(*) filter (
        where answering_account_id is not null and is_{{ kind }}severe and {{ kind }}satisfied_count = {{ all_count }}
    ) as {{ kind }}severe_satisfied_account_count
{%- endmacro %}
