-- Rows that name an account, person or order that nobody knows fall out of every unit: more than the contract allows.
{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'meta_reference'}}}) }}

select
    feed,
    table_name,
    column_name,
    unmatched_share,
    allowed_unmatched_share
from {{ ref('meta_reference') }}
where unmatched_share > allowed_unmatched_share
