-- grain: one row per unit, detector and row of evidence
with

assessed as (
    select * from {{ source('integrity', 'evidence') }}
),

-- a column in which a run found nothing has no type of its own
final as (
    select
        cast(unit_id as varchar) as unit_id,
        cast(detector_id as varchar) as detector_id,
        cast(evidence_no as bigint) as evidence_no,
        cast(row_kind as varchar) as row_kind,
        cast(answer_id as varchar) as answer_id,
        cast(account_id as varchar) as account_id,
        cast(seen_code as varchar) as seen_code,
        cast(seen_value as double) as seen_value,
        cast(evidence_weight as double) as evidence_weight
    from assessed
)

select * from final
