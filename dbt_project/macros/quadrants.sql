{#- Value and hospitality, each high or low. -#}
{% macro quadrants() -%}
    (values ('high', 'high'), ('high', 'low'), ('low', 'high'), ('low', 'low')) as quadrants (value_code, hospitality_code)
{%- endmacro %}

{#- Above the middle is high; nothing, or no middle, is low. -#}
{% macro high_or_low(amount, middle) -%}
    case when {{ amount }} > 0 and {{ amount }} >= {{ middle }} then 'high' else 'low' end
{%- endmacro %}

{#- Whether an account bought in the very next year. -#}
{% macro bought_again() -%}
    coalesce(
        accounts.next_year_start_on = accounts.year_start_on + interval '12 months' and accounts.next_revenue_amount > 0,
        false
    )
{%- endmacro %}
