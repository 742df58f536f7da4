{#- Accounts of an outcome, apart for those that were content with a touchpoint and those that were not: what the interval of
    the association is made of. -#}
{% macro met_counts(base, outcome) -%}
    {%- for mood, condition in [('content', 'is_content'), ('discontent', 'not is_content')] -%}
        count(*) filter (where {{ condition }} and is_{{ base }}) as {{ mood }}_{{ base }}_count,
        count(*) filter (where {{ condition }} and is_{{ base }} and is_{{ outcome }})
            as {{ mood }}_{{ outcome }}_count{{ ',\n        ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{#- An opinion, unless the group may not be shown. -#}
{% macro withheld(value) -%}
    case when withheld.cell_id is null and counted.scored_count > 0 then {{ value }} end
{%- endmacro %}

{#- The counts behind an association tell moods too. -#}
{% macro withheld_counts(names) -%}
    {%- for name in names -%}
        {%- for mood in ['content', 'discontent'] -%}
            {{ withheld('counted.' ~ mood ~ '_' ~ name ~ '_count') }} as {{ mood }}_{{ name }}_count
            {{- ',\n        ' if not loop.last }}
        {%- endfor -%}
        {{- ',\n        ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
