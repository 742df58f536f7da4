{#- Whether an account (or an anonymous answer) is among those whose traces are looked at; all are where it is possible. -#}
{% macro is_sampled(id, sample) -%}
    ({{ sample }}.sampled_per_mille >= 1000 or md5_number_lower({{ id }}) % 1000 < {{ sample }}.sampled_per_mille)
{%- endmacro %}
