{#- Whether a figure of a period of one length is part of a period of another: a quarter says nothing of its months. -#}
{% macro fits_into(part, whole) -%}
    ({{ whole }} = 'year' or {{ part }} = 'month' or {{ part }} = {{ whole }})
{%- endmacro %}
