-- grain: one row per unit, what all its findings amount to
with

verdicts as (
    select * from {{ ref('stg_integrity__verdict') }}
),

units as (
    select * from {{ ref('dim_unit') }}
),

company as (
    select * from {{ source('config', 'company') }}
),

-- a large unit may have few answers of people with a stake: the sentences, and what is told of those alone, keep
-- their figures back then
marked as (
    select
        verdicts.*,
        units.* exclude (unit_id, unit_definition_id, subject_id, survey_id, period_id),
        units.is_withheld
        or coalesce(verdicts.judged_count < company.smallest_cell, false) as is_brief
    from verdicts
    cross join company
    inner join units
        on verdicts.unit_id = units.unit_id
),

final as (
    select
        unit_id,
        unit_kind,
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
        unit_type,
        unit_key,
        answered_count,
        reported_share,
        conclusion_code,
        reason_code,
        suspicion_score,
        case when not is_withheld then combined_p_value end as combined_p_value,
        case when not is_withheld then q_value end as q_value,
        case when not is_withheld then own_period_p_value end as own_period_p_value,
        found_effect,
        case when not is_brief then distortion_probability end as distortion_probability,
        case when not is_brief then own_period_factor end as own_period_factor,
        case when not is_brief then outcome_factor end as outcome_factor,
        -- how a figure would have been helped is no question about a unit of which nothing was found
        case when conclusion_code in ('error', 'warn', 'review') then mechanism_code end
            as mechanism_code,
        case when not is_brief then expected_share end as expected_share,
        case when is_brief then brief_en else explanation_en end as explanation_en,
        case when is_brief then brief_zh else explanation_zh end as explanation_zh,
        is_withheld
    from marked
)

select * from final
