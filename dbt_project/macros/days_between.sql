{#- List of all days from one to another, both included. -#}
{% macro days_between(first_day, last_day) -%}
    {{ return(adapter.dispatch('days_between', 'touchstone')(first_day, last_day)) }}
{%- endmacro %}

{% macro default__days_between(first_day, last_day) -%}
    generate_series({{ first_day }}, {{ last_day }}, interval '1 day')
{%- endmacro %}

{% macro spark__days_between(first_day, last_day) -%}
    sequence({{ first_day }}, {{ last_day }}, interval '1' day)
{%- endmacro %}
