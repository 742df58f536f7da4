{#- Decimals that a figure needs to be written; trailing zeros are not known. -#}
{% macro decimals_of(value) -%}
    cast(length(split_part(rtrim(rtrim(cast(cast({{ value }} as decimal(24, 10)) as varchar), '0'), '.'), '.', 2)) as bigint)
{%- endmacro %}
