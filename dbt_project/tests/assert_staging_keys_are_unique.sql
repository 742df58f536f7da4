-- A join that finds two rows of one key counts an answer or a loss twice: each key of a contract is one staging row.
{{ config(meta={'dagster': {'ref': {'name': 'stg_survey__invitation'}}}) }}

-- the largest tables are facts and dimensions with the same key, which is tested there: once is enough;
-- eighty million answered questions of ten million forms are kept apart by the same macro as all the others
{%- set tested_elsewhere = [
    'crm__account', 'crm__delivery', 'crm__order_line', 'crm__sales_order', 'people__person', 'survey__answer',
    'survey__response',
] %}
{%- for name, said in contracts().items() if name not in tested_elsewhere %}
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
