{#- Join conditions of rows about one account in one period. -#}
{% macro same_period(left, right) -%}
    {{ left }}.account_id = {{ right }}.account_id
    and {{ left }}.period_kind = {{ right }}.period_kind
    and {{ left }}.period_start_on = {{ right }}.period_start_on
{%- endmacro %}

{#- The same, within one survey. -#}
{% macro same_account_period(left, right) -%}
    {{ same_period(left, right) }}
    and {{ left }}.survey_id = {{ right }}.survey_id
{%- endmacro %}

{#- The same account as one unit definition and survey judge it in one period. -#}
{% macro same_judged_account(left, right) -%}
    {{ left }}.account_id = {{ right }}.account_id
    and {{ left }}.unit_definition_id = {{ right }}.unit_definition_id
    and {{ left }}.survey_id = {{ right }}.survey_id
    and {{ left }}.period_start_on = {{ right }}.period_start_on
{%- endmacro %}
