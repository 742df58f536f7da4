{#- The names of a unit in its period, and of the unit over its periods. -#}
{% macro unit_names(relation) -%}
    {{ relation }}.unit_definition_id || ':' || {{ relation }}.survey_id || ':' || {{ relation }}.entity_id
    || ':' || {{ relation }}.period_id as unit_id,
    {{ relation }}.unit_definition_id || ':' || {{ relation }}.survey_id || ':' || {{ relation }}.entity_id as subject_id
{%- endmacro %}
