{#- The dimensions of a unit as one readable text, in a fixed order; dimensions that its definition lacks are left out. -#}
{% macro unit_dimensions(relation) -%}
    coalesce(nullif(concat_ws(
        ',',
        {%- for dimension, column in [
            ('owner', 'owner_id'), ('account', 'account_id'), ('branch', 'branch_id'), ('team', 'team_id'),
            ('collector', 'collector_id'), ('collector_org', 'collector_org_code'), ('channel', 'channel_code'),
        ] %}
        '{{ dimension }}=' || {{ relation }}.{{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    ), ''), 'company')
{%- endmacro %}
