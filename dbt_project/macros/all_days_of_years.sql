{#- List of all days from the first day of one date's year to the last day of another's. -#}
{% macro all_days_of_years(first_day, last_day) -%}
    generate_series(
        date_trunc('year', {{ first_day }}),
        date_trunc('year', {{ last_day }}) + interval '12 months' - interval '1 day',
        interval '1 day'
    )
{%- endmacro %}
