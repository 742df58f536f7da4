-- Every unit has one verdict and one finding of each detector that is about units; a subject of its own has one finding
-- of each detector about its kind and no verdict. A check that did not run is a row, never a silence.
{{ config(meta={'dagster': {'ref': {'name': 'fct_verdict'}}}) }}

with

asked as (
    select
        subject_kind,
        count(*) as detector_count
    from {{ ref('dim_detector') }}
    group by subject_kind
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
inner join asked
    on asked.subject_kind = case
        when units.unit_kind in ('answers', 'published_figure') then 'unit' else units.unit_kind
    end
left join found
    on units.unit_id = found.unit_id
left join concluded
    on units.unit_id = concluded.unit_id
where
    coalesce(found.finding_count, 0) <> asked.detector_count
    or coalesce(concluded.verdict_count, 0) <> case when asked.subject_kind = 'unit' then 1 else 0 end
