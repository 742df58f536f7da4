{#- List of all days from one to another, both included. -#}
{% macro days_between(first_day, last_day) -%}
    generate_series({{ first_day }}, {{ last_day }}, interval '1 day')
{%- endmacro %}
