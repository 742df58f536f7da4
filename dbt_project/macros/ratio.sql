{#- A ratio that is unknown, not an error and not zero, where its denominator is zero. -#}
{% macro ratio(numerator, denominator) -%}
    cast({{ numerator }} as double) / nullif(cast({{ denominator }} as double), 0)
{%- endmacro %}

{#- The same where more than all is impossible: the denominator is of today, the numerator of its time. -#}
{% macro share(numerator, denominator) -%}
    case
        when {{ numerator }} > {{ denominator }} then 1
        else {{ ratio(numerator, denominator) }}
    end
{%- endmacro %}
