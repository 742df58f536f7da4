{#- The columns that tell one satisfaction cell from another. -#}
{% macro cell_columns() -%}
    {{ return([
        'survey_id', 'month_start_on', 'owner_id', 'branch_id', 'team_id', 'collector_org_code', 'channel_code',
    ]) }}
{%- endmacro %}
