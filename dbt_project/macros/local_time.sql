{#- Wall-clock time in a zone of an instant that is stored in UTC. -#}
{% macro local_time(instant, zone) -%}
    {{ return(adapter.dispatch('local_time', 'touchstone')(instant, zone)) }}
{%- endmacro %}

{% macro default__local_time(instant, zone) -%}
    timezone({{ zone }}, timezone('UTC', {{ instant }}))
{%- endmacro %}

{% macro spark__local_time(instant, zone) -%}
    from_utc_timestamp({{ instant }}, {{ zone }})
{%- endmacro %}

{#- Calendar day in a zone of an instant that is stored in UTC. -#}
{% macro local_date(instant, zone) -%}
    cast({{ local_time(instant, zone) }} as date)
{%- endmacro %}
