{#- The name of a group of answers: the survey, the dimensions that it is told by, the period. Two tables that tell of the same
    answers name them alike, and so withhold them together. -#}
{% macro answers_cell_id(relation) -%}
    'answers:' || {{ relation }}.survey_id || ':' || {{ unit_dimensions(relation) }} || ':' || {{ relation }}.period_id
{%- endmacro %}

{#- The name of an organisation unit's answers to a KPI that is an opinion. -#}
{% macro kpi_cell_id(relation) -%}
    'kpi:' || {{ relation }}.kpi_id || ':' || {{ relation }}.org_unit_id || ':' || {{ relation }}.period_id
{%- endmacro %}

{#- Join condition: the same KPI, organisation unit and period. -#}
{% macro same_figure(left, right) -%}
    {{ left }}.kpi_id = {{ right }}.kpi_id
    and {{ left }}.org_unit_id = {{ right }}.org_unit_id
    and {{ left }}.period_id = {{ right }}.period_id
{%- endmacro %}

{#- The name of what was said of a touchpoint in a year. -#}
{% macro touchpoint_cell_id(relation, year_start_on) -%}
    'touchpoint:' || {{ relation }}.touchpoint_id || ':' || {{ period_id("'year'", year_start_on) }}
{%- endmacro %}

{#- The dimensions that groups of answers are told by, with the column that a group keeps. -#}
{% macro group_dimensions() -%}
    {{ return([
        ('owner', 'owner_id'), ('account', 'account_id'), ('branch', 'branch_id'), ('team', 'team_id'),
        ('collector', 'collector_id'), ('collector_org', 'collector_org_code'), ('channel', 'channel_code'),
    ]) }}
{%- endmacro %}

{#- Which set of groups a scope tells of, and the values of the dimensions by which it tells them apart. -#}
{% macro kept_dimensions(scope, answers) -%}
    {{ scope }}.period_kind || concat_ws(',', ''
        {%- for dimension, column in group_dimensions() -%}
            , case when {{ scope }}.by_{{ dimension }} then '{{ dimension }}' end
        {%- endfor -%}
    ) as set_id
    {%- for dimension, column in group_dimensions() -%},
        case when {{ scope }}.by_{{ dimension }} then {{ answers }}.{{ column }} end as {{ column }}
    {%- endfor %}
{%- endmacro %}

{#- An answer without a value in a dimension is in no group of that dimension. -#}
{% macro has_dimensions(scope, answers) -%}
    {%- for dimension, column in group_dimensions() -%}
        (not {{ scope }}.by_{{ dimension }} or {{ answers }}.{{ column }} is not null){{ ' and ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{#- Whether a sum tells what is withheld: of a shown whole when the cells that are not shown are one, or together too few; of a
    withheld whole when all its parts are shown. -#}
{% macro gives_away(margin, smallest_cell) -%}
    case
        when {{ margin }}.is_whole_withheld then {{ margin }}.withheld_count = 0 and {{ margin }}.rest_count = 0
        else
            {{ margin }}.unseen_count between 1 and {{ smallest_cell }} - 1
            or ({{ margin }}.withheld_count = 1 and {{ margin }}.rest_count = 0)
    end
{%- endmacro %}
