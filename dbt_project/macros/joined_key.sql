{#- One readable key from columns that may be null; '-' stands for a missing value. -#}
{% macro joined_key(columns, relation) -%}
    {%- for column in columns -%}
        coalesce(cast({{ relation }}.{{ column }} as varchar), '-'){{ " || '|' || " if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
