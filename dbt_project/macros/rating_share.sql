{#- Where a rating stands on its scale, 0 to 1 with the good end up; null outside the scale. -#}
{% macro rating_share(rating, scale) -%}
    case
        when {{ rating }} < {{ scale }}.scale_min or {{ rating }} > {{ scale }}.scale_max then null
        when {{ scale }}.scale_direction = 'low_good' then
            {{ ratio(scale ~ '.scale_max - ' ~ rating, scale ~ '.scale_max - ' ~ scale ~ '.scale_min') }}
        else {{ ratio(rating ~ ' - ' ~ scale ~ '.scale_min', scale ~ '.scale_max - ' ~ scale ~ '.scale_min') }}
    end
{%- endmacro %}
