-- grain: one row per KPI, organisation unit and period, with reported value, evidence-adjusted value and target
with

kpi_values as (
    select * from {{ ref('fct_kpi_value') }}
),

adjusted as (
    select * from {{ ref('int_kpi_adjusted') }}
),

figures as (
    select * from {{ ref('int_company_figure') }}
),

targets as (
    select * from {{ ref('int_kpi_target') }}
),

-- a published figure speaks only where no answer does; nothing is published in place of what is withheld
final as (
    select
        kpi_values.* exclude (n, value),
        coalesce(kpi_values.value, figures.result_value) as reported_value,
        case when figures.unit_id is null then kpi_values.n else figures.published_count end as n,
        case
            when figures.unit_id is not null then 'published_figure'
            when kpi_values.value is not null then 'answers'
        end as reported_origin,
        coalesce(figures.is_without_answers, false) as is_figure_without_answers,
        coalesce(figures.is_contradicted, false) as is_figure_contradicted,
        adjusted.adjusted_value,
        adjusted.adjusted_lower_value,
        adjusted.adjusted_upper_value,
        targets.target_org_unit_id,
        targets.target_valid_from_on,
        targets.floor_value,
        targets.target_value,
        targets.stretch_value,
        targets.weight
    from kpi_values
    left join adjusted
        on
            kpi_values.kpi_id = adjusted.kpi_id
            and kpi_values.org_unit_id = adjusted.org_unit_id
            and kpi_values.period_kind = adjusted.period_kind
            and kpi_values.period_id = adjusted.period_id
    left join targets
        on
            kpi_values.kpi_id = targets.kpi_id
            and kpi_values.org_unit_id = targets.org_unit_id
            and kpi_values.period_kind = targets.period_kind
            and kpi_values.period_id = targets.period_id
    left join figures
        on
            kpi_values.kpi_id = figures.kpi_id
            and case when kpi_values.value is null and not kpi_values.is_withheld then kpi_values.org_unit_id end
            = figures.org_unit_id
            and kpi_values.period_kind = figures.period_kind
            and kpi_values.period_id = figures.period_id
)

select * from final
