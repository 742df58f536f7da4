{#- The day of which a file tells, as an instant; never later than its receipt. -#}
{% macro file_at(batches) -%}
    cast(least({{ batches }}.as_of_on, cast({{ batches }}.received_at as date)) as timestamp)
{%- endmacro %}

{#- When a raw version of a row was true for the first time, as far as its source says: its own time of change, else the
    day of its file. -#}
{% macro version_at(version, batches) -%}
    coalesce({{ version }}.updated_at, {{ file_at(batches) }})
{%- endmacro %}
