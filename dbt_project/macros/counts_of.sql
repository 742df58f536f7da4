{#- Counts of the rows for which a condition holds, by the name of the count. -#}
{% macro counts_of(conditions) -%}
    {%- for name, condition in conditions.items() -%}
        count(*) filter (where {{ condition }}) as {{ name }}{{ ',\n        ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
