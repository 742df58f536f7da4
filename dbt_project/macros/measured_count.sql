{#- Counts of a joined relation: 0 where it has no row, and null where the feed behind it never came. -#}
{% macro measured_counts(relation, columns, feed=none, type='bigint') -%}
    {%- for column in columns %}
        {%- if feed %}
        cast(case when {{ feed }} then coalesce({{ relation }}.{{ column }}, 0) end as {{ type }}) as {{ column }},
        {%- else %}
        coalesce({{ relation }}.{{ column }}, 0) as {{ column }},
        {%- endif %}
    {%- endfor %}
{%- endmacro %}
