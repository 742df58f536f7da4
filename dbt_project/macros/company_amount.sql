{#- Join condition: the rate of exchange that holds for a currency on a day. -#}
{% macro rate_of_day(rates, currency, day) -%}
    {{ currency }} = {{ rates }}.currency_code
    and {{ day }} between {{ rates }}.valid_from_on and {{ rates }}.valid_to_on
{%- endmacro %}

{#- An amount in the company's currency, empty where no rate is known: what cannot be converted is counted, not guessed.
    An amount that names no currency is the company's own. -#}
{% macro company_amount(amount, currency, rates, company='company') -%}
    case
        when coalesce({{ currency }} = {{ company }}.currency_code, true) then {{ amount }}
        else cast({{ amount }} * {{ rates }}.exchange_rate as decimal(18, 4))
    end
{%- endmacro %}
