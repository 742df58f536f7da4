{#- How many rows name something, and how many of them what nobody knows, for each column that the contracts call a
    reference. Every version that arrived counts: to find the current ones first costs more than all the look-ups. -#}
{% macro reference_counts() -%}
    {%- set parts = [] -%}
    {%- for name, said in contracts().items() -%}
        {%- for column, table, target, allowed in said.references -%}
            {%- set part %}
    select
        '{{ said.feed }}' as feed,
        '{{ said.table }}' as table_name,
        '{{ column }}' as column_name,
        '{{ table }}.{{ target }}' as referenced,
        count(*) as named_count,
        count(*) filter (where known.known_value is null) as unmatched_count,
        cast({{ allowed }} as double) as allowed_unmatched_share
    from {{ source('raw', name) }} as naming
    left join known_{{ table }}__{{ target }} as known on naming.{{ column }} = known.known_value
    where naming.{{ column }} is not null
            {%- endset -%}
            {%- do parts.append(part) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ parts | join('\n    union all') }}
{%- endmacro %}

{#- One CTE per column that references name, with its values: `known_<table>__<column>`. -#}
{% macro known_values() -%}
    {%- set parts = {} -%}
    {%- for said in contracts().values() -%}
        {%- for _, table, column, _ in said.references -%}
            {%- set values = 'select distinct ' ~ column ~ ' as known_value from ' ~ source('raw', table) -%}
            {%- set body = values ~ ' where ' ~ column ~ ' is not null' -%}
            {%- do parts.update({table ~ '__' ~ column: body}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for name, body in parts.items() %}
known_{{ name }} as (
    {{ body }}
),
    {%- endfor %}
{%- endmacro %}

{#- Which of them have a value at all, as a list of `<table>.<column>`. -#}
{% macro known_references() -%}
    {%- set parts = {} -%}
    {%- for said in contracts().values() -%}
        {%- for _, table, column, _ in said.references -%}
            {%- do parts.update({table ~ '.' ~ column: 'known_' ~ table ~ '__' ~ column}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for referenced, name in parts.items() %}
    select '{{ referenced }}' as referenced
    where exists (select 1 from {{ name }})
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
