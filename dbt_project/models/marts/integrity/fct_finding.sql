-- grain: one row per unit and detector, "not applicable" included
with

findings as (
    select * from {{ ref('stg_integrity__finding') }}
),

units as (
    select * from {{ ref('dim_unit') }}
),

-- a p-value of three answers gives the answers away: figures of a small unit stay in the work file
final as (
    select
        findings.unit_id,
        findings.unit_definition_id,
        findings.subject_id,
        findings.survey_id,
        findings.period_id,
        findings.detector_id,
        findings.method_version,
        findings.finding_code,
        findings.reason_code,
        case when not units.is_withheld then findings.statistic end as statistic,
        findings.reference_rate,
        findings.reference_origin_code,
        findings.reference_count,
        findings.reference_spread,
        case when not units.is_withheld then findings.n end as n,
        case when not units.is_withheld then findings.p_value end as p_value,
        case when not units.is_withheld then findings.randomised_p_value end as randomised_p_value,
        case when not units.is_withheld then findings.effect end as effect,
        findings.minimum_n,
        findings.severity_code,
        units.is_withheld
    from findings
    inner join units
        on findings.unit_id = units.unit_id
)

select * from final
