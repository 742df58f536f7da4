-- Satisfied, top, conflicted and independent answers are parts of the answers of their unit.
{{ config(meta={'dagster': {'ref': {'name': 'agg_answer_counts'}}}) }}

select unit_id
from {{ ref('agg_answer_counts') }}
where
    satisfied_count > answered_count
    or conflicted_count + independent_count > collector_known_count
    or collector_known_count > answered_count
    or conflicted_satisfied_count > conflicted_count
    or independent_satisfied_count > independent_count
    or severe_satisfied_account_count > severe_account_count
    or severe_account_count > account_count
