{#- Join condition: what a member of a team is measured by in the period. -#}
{% macro same_member(joint, person) -%}
    {{ joint }}.person_id = {{ person }}
    and {{ joint }}.period_kind = periods.period_kind
    and {{ joint }}.period_start_on = periods.period_start_on
{%- endmacro %}
