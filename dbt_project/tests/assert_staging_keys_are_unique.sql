-- A join that finds two rows of one key counts an answer or a loss twice: each key of a contract is one staging row.
{{ config(meta={'dagster': {'ref': {'name': 'stg_survey__response'}}}) }}

{%- for name, said in contracts().items() %}
select
    '{{ name }}' as table_name,
    count(*) as repeated_key_count
from (
    select {{ said.key | join(', ') }}
    from {{ ref('stg_' ~ name) }}
    group by {{ said.key | join(', ') }}
    having count(*) > 1
) as repeated
having count(*) > 0
{{ 'union all' if not loop.last }}
{%- endfor %}
