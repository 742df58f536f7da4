{#- Rows of a raw table that a newer version of the same key replaces: latest change, then latest batch, then last row.
    Only keys that occur twice are ranked: a window over every row costs as much as reading the file. -#}
{% macro superseded_rows(relation, key) -%}
    select
        {{ key | join(',\n        ') }},
        _batch_no,
        _row_no
    from {{ relation }}
    where ({{ key | join(', ') }}) in (
        select {{ 'row' if key | length > 1 else '' }}({{ key | join(', ') }})
        from {{ relation }}
        group by {{ key | join(', ') }}
        having count(*) > 1
    )
    qualify row_number() over (
        partition by {{ key | join(', ') }}
        order by updated_at desc nulls last, _batch_no desc, _row_no desc
    ) > 1
{%- endmacro %}
