{#- What the contracts say of columns that name rows of other tables, as three lists of rows. -#}

{#- One row per such column: table_name, column_name, referenced, allowed_unmatched_share. -#}
{% macro reference_columns() -%}
    {%- set said = [] -%}
    {%- for name, contract in contracts().items() -%}
        {%- for column, table, target, allowed in contract.references -%}
            {%- do said.append("('" ~ [name, column, table ~ '.' ~ target] | join("', '") ~ "', " ~ allowed ~ ")") -%}
        {%- endfor -%}
    {%- endfor -%}
    values
    {{ said | join(',\n    ') }}
{%- endmacro %}

{#- One row per such column and value: how many rows name it. Each table is read once, because at ten million rows a
    reading for each column costs more than all the rest. -#}
{% macro named_values() -%}
    {%- set parts = [] -%}
    {%- for name, contract in contracts().items() if contract.references -%}
        {%- set columns = contract.references | map('first') | list -%}
        {%- set part -%}
    select
        '{{ name }}' as table_name,
        case {%- for column in columns %} when grouping({{ column }}) = 0 then '{{ column }}'{% endfor %} end as column_name,
        coalesce({{ (columns + ['null']) | join(', ') }}) as named_value,
        count(*) as row_count
    from {{ ref('stg_' ~ name) }}
    group by grouping sets (({{ columns | join('), (') }}))
        {%- endset -%}
        {%- do parts.append(part) -%}
    {%- endfor -%}
    {{ parts | join('\n    union all\n') }}
{%- endmacro %}

{#- One row per value that can be named: referenced, known_value. -#}
{% macro known_values() -%}
    {%- set parts = {} -%}
    {%- for contract in contracts().values() -%}
        {%- for _, table, column, _ in contract.references -%}
            {%- set referenced = table ~ '.' ~ column -%}
            {%- set part = "select distinct '" ~ referenced ~ "' as referenced, " ~ column ~ " as known_value" -%}
            {%- do parts.update({referenced: part ~ ' from ' ~ ref('stg_' ~ table)}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ parts.values() | join('\n    union all ') }}
{%- endmacro %}
