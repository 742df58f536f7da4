{#- Whether a domain, department or role is research and development, as companies write it in either language. -#}
{% macro is_research(words) -%}
    coalesce(regexp_matches(
        lower({{ words }}), '(^|[^a-z])(r ?& ?d|rd|research|development|engineering)([^a-z]|$)|研发|研究|开发|技术'
    ), false)
{%- endmacro %}
