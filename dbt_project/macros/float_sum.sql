{#- A sum of floats, added in the order of their size: in the order in which threads hand rows over, the same rows would give
    other last digits on each run. Exact numbers (counts, amounts) need no order. -#}
{% macro float_sum(value) -%}
    sum({{ value }} order by {{ value }})
{%- endmacro %}

{#- A mean of floats, likewise. -#}
{% macro float_mean(value) -%}
    avg({{ value }} order by {{ value }})
{%- endmacro %}

{#- A mean of shares, 0 to 1, for millions of small groups: sums of decimals need no order. -#}
{% macro share_mean(value) -%}
    cast(sum(cast({{ value }} as decimal(18, 12))) as double) / count({{ value }})
{%- endmacro %}
