{#- Rule score-1: 0 at the floor, 100 at the target, 120 at the stretch and beyond; straight lines between.
    Where the good end is the low one, floor, target and stretch fall, and the same lines hold.
    Without a floor, or with one that equals the target, there is only met (100) or not met (0).
    In a band the target is the best value: 0 at the floor below and at the stretch above it, 100 between at the target. -#}
{% macro score(relation, direction) -%}
    {%- set value = relation ~ '.scored_value' -%}
    {%- set floor = relation ~ '.floor_value' -%}
    {%- set target = relation ~ '.target_value' -%}
    {%- set stretch = relation ~ '.stretch_value' -%}
    case
        when {{ value }} is null or {{ target }} is null then null
        when {{ value }} = {{ target }} then 100
        when {{ direction }} = 'band' and {{ value }} > {{ target }} then
            greatest(0, 100 * coalesce({{ ratio(stretch ~ ' - ' ~ value, stretch ~ ' - ' ~ target) }}, 0))
        when {{ direction }} = 'band' then
            greatest(0, 100 * coalesce({{ ratio(value ~ ' - ' ~ floor, target ~ ' - ' ~ floor) }}, 0))
        when ({{ value }} > {{ target }}) = ({{ direction }} = 'high_good') then
            least(120, 100 + 20 * greatest(0, coalesce({{ ratio(value ~ ' - ' ~ target, stretch ~ ' - ' ~ target) }}, 0)))
        else
            greatest(0, least(100, 100 * coalesce({{ ratio(value ~ ' - ' ~ floor, target ~ ' - ' ~ floor) }}, 0)))
    end
{%- endmacro %}

{#- The colour of a score by the company's limits. -#}
{% macro colour(score, company='company') -%}
    case
        when {{ score }} < {{ company }}.red_below then 'red'
        when {{ score }} < {{ company }}.amber_below then 'amber'
        else 'green'
    end
{%- endmacro %}
