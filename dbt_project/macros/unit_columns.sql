{#- The columns that tell one unit of answers from another. -#}
{% macro unit_columns() -%}
    {{ return([
        'unit_definition_id', 'period_kind', 'period_start_on', 'survey_id', 'owner_id', 'account_id', 'branch_id',
        'team_id', 'collector_id', 'collector_org_code', 'channel_code',
    ]) }}
{%- endmacro %}

{#- The counts of answers that units add up. -#}
{% macro answer_count_columns() -%}
    {{ return([
        'answered_count', 'satisfied_count', 'top_count', 'conflicted_count', 'conflicted_satisfied_count',
        'conflicted_top_count', 'independent_count', 'independent_satisfied_count', 'independent_top_count',
        'collector_known_count',
    ]) }}
{%- endmacro %}
