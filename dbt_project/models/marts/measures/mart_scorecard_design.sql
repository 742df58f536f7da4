-- grain: one row per organisation unit, year with targets and rule of design; without targets one row that says so
with

company as (
    select * from {{ source('config', 'company') }}
),

designed as (
    select
        org_unit_id,
        period_id,
        count(*) as kpi_count,
        bool_and(round(weight_sum, 6) = 100) as has_full_weights,
        bool_and(has_owner) as has_owners,
        bool_and(has_source) as has_sources,
        bool_or(is_lead) as has_leads,
        count(distinct perspective_code) >= 4 as has_perspectives,
        not coalesce(bool_or(is_satisfaction_kpi and target_value >= 1), false) as has_believable_target,
        bool_or(is_loss_kpi and weight > 0) as has_loss,
        bool_or(is_loss_kpi and incentive_weight > 0) as has_loss_in_appraisal
    from {{ ref('agg_scorecard_lint') }}
    group by org_unit_id, period_id
),

rules as (
    select
        designed.*,
        rules.rule_code,
        case rules.rule_code
            when 'weights_sum_to_100' then has_full_weights
            when 'every_kpi_has_an_owner' then has_owners
            when 'every_kpi_has_a_source' then has_sources
            when 'some_kpi_leads' then has_leads
            when 'four_perspectives' then has_perspectives
            when 'satisfaction_below_100_percent' then has_believable_target
            when 'external_loss_is_scored' then has_loss
            when 'external_loss_weighs_in_appraisal' then has_loss_in_appraisal
        end as is_met
    from designed
    cross join {{ design_rules() }}
),

final as (
    select
        coalesce(rules.org_unit_id, 'company') as org_unit_id,
        coalesce(rules.period_id, {{ period_id("'year'", 'company.as_of_on') }}) as period_id,
        coalesce(rules.rule_code, 'no_scorecard') as rule_code,
        coalesce(rules.kpi_count, 0) as kpi_count,
        coalesce(rules.is_met, false) as is_met,
        case when rules.rule_code is null then 'not_measured' else 'measured' end as measured_code
    from company
    left join rules
        on true
)

select * from final
