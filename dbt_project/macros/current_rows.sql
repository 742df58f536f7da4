{#- The current version of each key of a canonical table: latest change, then latest batch by the day that it tells of,
    then last row. Only keys that occur twice are ranked: ten million unique keys cost 1.1 s this way, 1.4 s with the
    table in a CTE or a window over every row, and 2.1 s with `not exists` in place of the anti join. -#}
{% macro current_rows(name) -%}
{%- set table, key = source('raw', name), contract(name).key | join(', ') -%}
with

repeated as (
    select {{ key }}
    from {{ table }}
    group by {{ key }}
    having count(*) > 1
),

superseded as (
    select
        {{ key }},
        _batch_no,
        _row_no
    from {{ table }} as received
    semi join repeated using ({{ key }})
    left join {{ source('raw', 'batch') }} as batches on _batch_no = batches.batch_no
    qualify row_number() over (
        partition by {{ key }}
        order by
            received.updated_at desc nulls last,
            batches.as_of_on desc nulls last,
            _batch_no desc,
            _row_no desc
    ) > 1
),

final as (
    select received.*
    from {{ table }} as received
    anti join superseded using ({{ key }}, _batch_no, _row_no)
)

select * from final
{%- endmacro %}
