{#- Join conditions of rows about one account in one period; the account may come from a relation of its own. -#}
{% macro same_period(left, right, account=none) -%}
    {{ left }}.account_id = {{ account or right }}.account_id
    and {{ left }}.period_kind = {{ right }}.period_kind
    and {{ left }}.period_start_on = {{ right }}.period_start_on
{%- endmacro %}

{#- The same, within one survey. -#}
{% macro same_account_period(left, right, account=none) -%}
    {{ same_period(left, right, account) }}
    and {{ left }}.survey_id = {{ right }}.survey_id
{%- endmacro %}
