{#- First day of the month, quarter or year that a date lies in; `kind` is a column or a literal. -#}
{% macro period_start(kind, day) -%}
    cast(case {{ kind }}
        when 'month' then date_trunc('month', {{ day }})
        when 'quarter' then date_trunc('quarter', {{ day }})
        else date_trunc('year', {{ day }})
    end as date)
{%- endmacro %}

{#- Last day of the period that starts on a date. -#}
{% macro period_end(kind, start) -%}
    cast({{ start }} + {{ period_length(kind) }} - interval '1 day' as date)
{%- endmacro %}

{#- How long a period of a kind is. -#}
{% macro period_length(kind) -%}
    case {{ kind }}
        when 'month' then interval '1 month'
        when 'quarter' then interval '3 months'
        else interval '12 months'
    end
{%- endmacro %}

{#- The kind of a period that is spelled 2026-03, 2026-Q1 or 2026. -#}
{% macro period_kind_of(label) -%}
    case
        when {{ label }} like '____-Q_' then 'quarter'
        when {{ label }} like '____-__' then 'month'
        when {{ label }} like '____' then 'year'
    end
{%- endmacro %}

{#- How a period is spelled everywhere: 2026-03, 2026-Q1, 2026. -#}
{% macro period_id(kind, start) -%}
    case {{ kind }}
        when 'month' then year({{ start }}) || '-' || lpad(cast(month({{ start }}) as varchar), 2, '0')
        when 'quarter' then year({{ start }}) || '-Q' || quarter({{ start }})
        else cast(year({{ start }}) as varchar)
    end
{%- endmacro %}

{#- The lengths of a period in which figures are told. -#}
{% macro period_kinds() -%}
    select 'month' as period_kind
    union all
    select 'quarter' as period_kind
    union all
    select 'year' as period_kind
{%- endmacro %}

{#- First day of a period that is spelled 2026-03, 2026-Q1 or 2026. -#}
{% macro period_first_day(label) -%}
    cast(case
        when {{ label }} like '____-Q_' then
            substr({{ label }}, 1, 4) || '-' || (cast(substr({{ label }}, 7, 1) as integer) * 3 - 2) || '-1'
        when {{ label }} like '____-__' then {{ label }} || '-01'
        when {{ label }} like '____' then {{ label }} || '-01-01'
    end as date)
{%- endmacro %}
