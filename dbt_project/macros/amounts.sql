{#- Losses in the company's currency by where they were found. -#}
{% macro amounts_of_categories(categories) -%}
    {%- for category in categories -%}
        sum(company_loss_amount) filter (where loss_category = '{{ category }}') as {{ category }}_amount
        {{- ',\n        ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{#- Sums of money as the marts hold them. -#}
{% macro decimals(columns, relation='summed') -%}
    {%- for column in columns -%}
        cast({{ relation }}.{{ column }} as decimal(18, 4)) as {{ column }}{{ ',\n        ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
