{% macro lock_down(folders) -%}
    {%- if folders -%}
        set allowed_directories = [
            {%- for folder in folders.split(':') %}'{{ folder | replace("'", "''") }}/'{{ ', ' if not loop.last }}{% endfor -%}
        ];
        set enable_external_access = false
    {%- else -%}
        select 1
    {%- endif -%}
{%- endmacro %}
