-- grain: one row per KPI, organisation unit and period, with the value that may be scored
with

reported as (
    select * from {{ ref('int_kpi_reported') }}
),

catalogue as (
    select * from {{ ref('kpis') }}
),

unit_errors as (
    select distinct
        verdicts.survey_id,
        periods.period_kind,
        periods.period_id
    from {{ ref('fct_verdict') }} as verdicts
    inner join {{ ref('int_company_period') }} as periods
        on verdicts.period_start_on between periods.period_start_on and periods.period_end_on
    where verdicts.conclusion_code = 'error'
),

main_surveys as (
    select * from {{ ref('int_main_survey') }}
),

gated as (
    select
        reported.*,
        catalogue.never_green_below,
        case
            when reported.is_figure_contradicted then 'figure_without_answers'
            when unit_errors.survey_id is not null then 'unit_error'
            when reported.adjusted_lower_value < reported.floor_value then 'scored_as_adjusted'
            when reported.is_figure_without_answers then 'figure_only'
            when reported.reported_value < catalogue.never_green_below then 'never_green'
        end as gate_code
    from reported
    inner join catalogue
        on reported.kpi_id = catalogue.kpi_id
    left join main_surveys
        on
            reported.kpi_id = 'C01'
            and main_surveys.year_start_on = {{ period_start("'year'", 'reported.period_start_on') }}
    left join unit_errors
        on
            main_surveys.survey_id = unit_errors.survey_id
            and reported.period_kind = unit_errors.period_kind
            and reported.period_id = unit_errors.period_id
),

final as (
    select
        *,
        case gate_code
            when 'figure_without_answers' then 'uniform_without_answers'
            when 'unit_error' then 'two_periods'
            when 'scored_as_adjusted' then 'adjusted_below_floor'
            when 'figure_only' then 'no_answers_behind_figure'
            when 'never_green' then 'below_limit'
        end as gate_reason,
        case
            when reported_value is null or gate_code in ('figure_without_answers', 'unit_error') then null
            when gate_code = 'scored_as_adjusted' then adjusted_value
            else reported_value
        end as scored_value
    from gated
)

select * from final
