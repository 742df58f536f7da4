{#- Whether a question belongs to the satisfaction figure: those marked, or the csat ones where nothing is said. -#}
{% macro is_core_question() -%}
    item_kind is distinct from 'open' and coalesce(is_core, item_kind = 'csat', false)
{%- endmacro %}

{#- Join condition: the question, in the version that was asked, that an answer replies to; an answer that names no
    version replies to any. -#}
{% macro asked_question(responses, questions, answers) -%}
    {{ responses }}.survey_id = {{ questions }}.survey_id
    and coalesce({{ responses }}.survey_version, {{ questions }}.survey_version, '')
    = coalesce({{ questions }}.survey_version, '')
    and {{ answers }}.item_id = {{ questions }}.item_id
{%- endmacro %}
