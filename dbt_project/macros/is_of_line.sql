{#- Whether deliveries are of a line: they name it, or they name none. It stands in a filter and not in the join, because
    an outer join with `or` compares every line with every delivery. -#}
{% macro is_of_line(delivered, line) -%}
    coalesce({{ delivered }}.order_line_no = {{ line }}.line_no, true)
{%- endmacro %}
