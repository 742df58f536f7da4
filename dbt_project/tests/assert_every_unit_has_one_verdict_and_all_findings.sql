-- Every unit has one verdict and one finding of each detector: a check that did not run is a row, never a silence.
{{ config(meta={'dagster': {'ref': {'name': 'fct_verdict'}}}) }}

with

detectors as (
    select count(*) as detector_count
    from {{ ref('dim_detector') }}
),

found as (
    select
        unit_id,
        count(*) as finding_count
    from {{ ref('fct_finding') }}
    group by unit_id
),

concluded as (
    select
        unit_id,
        count(*) as verdict_count
    from {{ ref('fct_verdict') }}
    group by unit_id
)

select units.unit_id
from {{ ref('dim_unit') }} as units
cross join detectors
left join found
    on units.unit_id = found.unit_id
left join concluded
    on units.unit_id = concluded.unit_id
where
    coalesce(found.finding_count, 0) <> detectors.detector_count
    or coalesce(concluded.verdict_count, 0) <> 1
