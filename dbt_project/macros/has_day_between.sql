{#- Whether a list of days has one from a day to a day. -#}
{% macro has_day_between(days, first_on, last_on) -%}
    len(list_filter({{ days }}, lambda edited_on: edited_on between {{ first_on }} and {{ last_on }})) > 0
{%- endmacro %}
