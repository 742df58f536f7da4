{#- Wall-clock time in a zone of an instant that is stored in UTC. -#}
{% macro local_time(instant, zone) -%}
    timezone({{ zone }}, timezone('UTC', {{ instant }}))
{%- endmacro %}

{#- Calendar day in a zone of an instant that is stored in UTC. -#}
{% macro local_date(instant, zone) -%}
    cast({{ local_time(instant, zone) }} as date)
{%- endmacro %}
