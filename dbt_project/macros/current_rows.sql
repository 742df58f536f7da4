{#- The current version of each key of a canonical table: latest change, then latest batch, then last row. A snapshot
    that comes late is no newer: without a time of change its rows are of the day that it tells of. What is deleted is
    left out where a table brings changes. In a table of snapshots it stays, marked, because older rows name it: its
    source marks it, or the newest snapshot lacks it.
    Only keys that occur twice are ranked: ten million unique keys cost 1.1 s this way, 1.4 s with the table in a CTE or
    a window over every row, and 2.1 s with `not exists` in place of the anti join. -#}
{% macro current_rows(name) -%}
{%- set table, key = source('raw', name), contract(name).key | join(', ') -%}
{%- set is_snapshot = contract(name).delivery == 'snapshot' -%}
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
            {% if is_snapshot -%}
            {{ version_at('received', 'batches') }} desc nulls last,
            batches.as_of_on desc nulls last,
            {%- else -%}
            received.updated_at desc nulls last,
            {%- endif %}
            _batch_no desc,
            _row_no desc
    ) > 1
),

{% if is_snapshot -%}
present as (
    select distinct
        {{ key }},
        true as is_present
    from {{ table }}
    where _batch_no in (select batch_no from {{ source('raw', 'batch') }} where is_current_snapshot)
),

final as (
    select received.* replace (
        coalesce(received.is_deleted, false) or not coalesce(present.is_present, false) as is_deleted
    )
    from {{ table }} as received
    anti join superseded using ({{ key }}, _batch_no, _row_no)
    left join present using ({{ key }})
)
{%- else -%}
final as (
    select received.* replace (false as is_deleted)
    from {{ table }} as received
    anti join superseded using ({{ key }}, _batch_no, _row_no)
    where not coalesce(received.is_deleted, false)
)
{%- endif %}

select * from final
{%- endmacro %}
