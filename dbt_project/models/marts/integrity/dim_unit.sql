-- grain: one row per unit that is judged, of answers or a published figure, and per subject of its own
with

answer_units as (
    select * from {{ ref('agg_answer_counts') }}
),

figures as (
    select * from {{ ref('agg_published_results') }}
),

-- a collector, a mailbox, an executive, a claim, a scorecard: known by what was found of them
subjects as (
    select
        findings.unit_id,
        findings.subject_id,
        findings.period_id,
        detectors.subject_kind,
        max(findings.n) as answered_count
    from {{ ref('stg_integrity__finding') }} as findings
    inner join {{ ref('stg_integrity__detector') }} as detectors
        on findings.detector_id = detectors.detector_id
    where detectors.subject_kind <> 'unit'
    group by findings.unit_id, findings.subject_id, findings.period_id, detectors.subject_kind
),

units as (
    select
        unit_id,
        'answers' as unit_kind,
        unit_definition_id,
        subject_id,
        survey_id,
        period_kind,
        period_id,
        period_start_on,
        owner_id,
        account_id,
        branch_id,
        team_id,
        collector_id,
        collector_org_code,
        channel_code,
        null as unit_type,
        null as unit_key,
        answered_count,
        {{ ratio('satisfied_count', 'answered_count') }} as reported_share
    from answer_units
    union all by name
    select
        unit_id,
        'published_figure' as unit_kind,
        'published' as unit_definition_id,
        subject_id,
        survey_id,
        period_kind,
        period_id,
        period_start_on,
        unit_type,
        unit_key,
        published_count as answered_count,
        case when measure_code in ('share_top', 'share_top2') then result_value end as reported_share
    from figures
    union all by name
    select
        unit_id,
        subject_kind as unit_kind,
        subject_kind as unit_definition_id,
        subject_id,
        {{ period_kind_of('period_id') }} as period_kind,
        period_id,
        {{ period_first_day('period_id') }} as period_start_on,
        -- back-checks are answers of customers, so a collector of a few is withheld as a small unit is
        case when subject_kind = 'collector' then answered_count end as answered_count
    from subjects
),

-- a figure that its publisher let out is not withheld again
final as (
    select
        units.* exclude (answered_count, reported_share),
        withheld.cell_id is not null as is_withheld,
        case when not is_withheld then units.answered_count end as answered_count,
        case when not is_withheld then units.reported_share end as reported_share
    from units
    left join {{ ref('int_opinion_withheld') }} as withheld
        on
            case units.unit_kind
                when 'answers' then {{ answers_cell_id('units') }}
                when 'collector' then units.unit_id
            end = withheld.cell_id
)

select * from final
