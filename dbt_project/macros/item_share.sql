{#- An item's answer as a share of its scale: 0 its bad end, 1 its good end. -#}
{% macro item_share(value, item) -%}
    case
        when ({{ item }}.scale_direction = 'low_good') is distinct from coalesce({{ item }}.is_reverse_coded, false)
            then 1 - ({{ value }} - {{ item }}.scale_min) / ({{ item }}.scale_max - {{ item }}.scale_min)
        else ({{ value }} - {{ item }}.scale_min) / ({{ item }}.scale_max - {{ item }}.scale_min)
    end
{%- endmacro %}
