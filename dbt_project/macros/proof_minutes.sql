{#- On-site minutes by proof: A calendar, journey and note, B two of them, C one, D the executive's own word. -#}
{% macro proof_minutes() -%}
    {%- for grade, proofs in [('a', 3), ('b', 2), ('c', 1), ('d', 0)] -%}
        cast(coalesce(
            sum(customer_days.customer_minutes) filter (where customer_days.proof_count = {{ proofs }}), 0
        ) as double) as proof_{{ grade }}_minutes{{ ',\n        ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
