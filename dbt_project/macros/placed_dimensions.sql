{#- The dimensions of a unit of accounts as one readable text, spelled as those of answers. -#}
{% macro placed_dimensions(relation) -%}
    coalesce(nullif(concat_ws(
        ',',
        'owner=' || {{ relation }}.owner_id,
        'account=' || {{ relation }}.unit_account_id,
        'branch=' || {{ relation }}.branch_id,
        'team=' || {{ relation }}.team_id
    ), ''), 'company')
{%- endmacro %}
