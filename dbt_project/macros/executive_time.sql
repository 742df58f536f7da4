{#- Sums of columns under their own names. -#}
{% macro sums(columns) -%}
    {%- for column in columns -%}
        sum({{ column }}) as {{ column }}{{ ',\n        ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{#- The lines that the essay draws: a tenth, a third (its demand), a half (its example). Rounded, because a third of
    working time in minutes is not a third in binary. -#}
{% macro executive_line(share) -%}
    case
        when round({{ share }}, 9) >= 0.5 then 'half'
        when round({{ share }}, 9) >= round(1.0 / 3, 9) then 'third'
        when round({{ share }}, 9) >= 0.1 then 'tenth'
        when {{ share }} is not null then 'below_tenth'
    end
{%- endmacro %}

{#- Share of the rest of a period that it takes to end at a third; more than 1 cannot be made good any more, and empty where
    nothing is left. -#}
{% macro pace_share(share, rest) -%}
    case
        when {{ rest }} > 0 and {{ share }} is not null
            then greatest(0, (1.0 / 3 - {{ share }} * (1 - {{ rest }})) / {{ rest }})
    end
{%- endmacro %}
