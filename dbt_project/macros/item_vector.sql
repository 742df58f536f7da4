{#- How good an answer is, 0 to 1, with its good end turned upwards. -#}
{% macro turned_share(steps, width, is_turned) -%}
    case when {{ is_turned }} then 1 - {{ ratio(steps, width) }} else {{ ratio(steps, width) }} end
{%- endmacro %}

{#- Sixteen items from a place on as one number, four bits an item: level + 1, 0 where not answered, 15 for all above. -#}
{% macro packed_items(steps, place, first) -%}
    cast(coalesce(sum(
        cast(least(cast({{ steps }} as integer), 14) + 1 as ubigint)
        -- a place outside the sixteen is filtered below, but may be computed all the same
        << cast(4 * least(greatest({{ place }} - {{ first }}, 0), 15) as ubigint)
    ) filter (where {{ place }} between {{ first }} and {{ first + 15 }}), 0) as ubigint)
{%- endmacro %}
