{#- Steps of a scale, from 1 to 20; null for a scale without steps (a slider). -#}
{% macro step_count(scale) -%}
    case
        when
            {{ scale }}.scale_max - {{ scale }}.scale_min between 1 and 20
            and {{ scale }}.scale_max - {{ scale }}.scale_min = floor({{ scale }}.scale_max - {{ scale }}.scale_min)
            then cast({{ scale }}.scale_max - {{ scale }}.scale_min as bigint)
    end
{%- endmacro %}
