-- grain: one row per unit, what all its findings amount to
with

verdicts as (
    select * from {{ ref('stg_integrity__verdict') }}
),

units as (
    select * from {{ ref('dim_unit') }}
),

final as (
    select
        verdicts.unit_id,
        units.unit_kind,
        verdicts.unit_definition_id,
        verdicts.subject_id,
        verdicts.survey_id,
        units.period_kind,
        verdicts.period_id,
        units.period_start_on,
        units.owner_id,
        units.account_id,
        units.branch_id,
        units.team_id,
        units.collector_id,
        units.collector_org_code,
        units.channel_code,
        units.unit_type,
        units.unit_key,
        units.answered_count,
        units.reported_share,
        verdicts.conclusion_code,
        verdicts.reason_code,
        verdicts.suspicion_score,
        case when not units.is_withheld then verdicts.combined_p_value end as combined_p_value,
        case when not units.is_withheld then verdicts.q_value end as q_value,
        case when not units.is_withheld then verdicts.own_period_p_value end as own_period_p_value,
        verdicts.found_effect,
        case when not units.is_withheld then verdicts.distortion_probability end as distortion_probability,
        case when not units.is_withheld then verdicts.own_period_factor end as own_period_factor,
        case when not units.is_withheld then verdicts.outcome_factor end as outcome_factor,
        -- how a figure would have been helped is no question about a unit of which nothing was found
        case when verdicts.conclusion_code in ('error', 'warn', 'review') then verdicts.mechanism_code end
            as mechanism_code,
        case when not units.is_withheld then verdicts.expected_share end as expected_share,
        case when units.is_withheld then verdicts.brief_en else verdicts.explanation_en end as explanation_en,
        case when units.is_withheld then verdicts.brief_zh else verdicts.explanation_zh end as explanation_zh,
        units.is_withheld
    from verdicts
    inner join units
        on verdicts.unit_id = units.unit_id
)

select * from final
