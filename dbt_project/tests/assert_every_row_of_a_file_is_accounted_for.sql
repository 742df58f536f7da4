-- Rows in a file = loaded + quarantined + ignored.
{{ config(meta={'dagster': {'ref': {'name': 'meta_batch'}}}) }}

select
    batch_no,
    row_count,
    loaded_count,
    quarantined_count,
    ignored_count
from {{ ref('meta_batch') }}
where status = 'loaded' and row_count <> loaded_count + quarantined_count + ignored_count
