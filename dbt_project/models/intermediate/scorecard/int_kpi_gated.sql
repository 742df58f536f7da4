-- grain: one row per KPI, organisation unit and period, with the value that may be scored
with

reported as (
    select * from {{ ref('int_kpi_reported') }}
),

catalogue as (
    select * from {{ ref('kpis') }}
),

conflicts as (
    select * from {{ ref('fct_kpi_value') }}
    where kpi_id = 'I03'
),

gated as (
    select
        reported.*,
        catalogue.never_green_below,
        -- the order is the rule: what makes a figure worthless comes before what lowers it
        case
            when reported.is_figure_contradicted then 'figure_without_answers'
            when unit_errors.survey_id is not null then 'unit_error'
            when reported.kpi_id = 'C01' and reported.adjusted_lower_value < reported.floor_value
                then 'scored_as_adjusted'
            when reported.kpi_id = 'C01' and conflicts.value > company.conflict_limit then 'conflict_of_interest'
            when reported.is_figure_without_answers then 'figure_only'
            when reported.reported_value < catalogue.never_green_below then 'never_green'
        end as gate_code
    from reported
    cross join {{ source('config', 'company') }} as company
    inner join catalogue
        on reported.kpi_id = catalogue.kpi_id
    left join {{ ref('int_main_survey') }} as main_surveys
        on
            reported.kpi_id in ('C01', 'C02')
            and main_surveys.year_start_on = {{ period_start("'year'", 'reported.period_start_on') }}
    left join {{ ref('int_unit_error') }} as unit_errors
        on
            main_surveys.survey_id = unit_errors.survey_id
            and reported.org_unit_id = unit_errors.org_unit_id
            and reported.period_kind = unit_errors.period_kind
            and reported.period_id = unit_errors.period_id
    left join conflicts
        on
            reported.org_unit_id = conflicts.org_unit_id
            and reported.period_kind = conflicts.period_kind
            and reported.period_id = conflicts.period_id
),

final as (
    select
        *,
        case gate_code
            when 'figure_without_answers' then 'uniform_without_answers'
            when 'unit_error' then 'two_periods'
            when 'scored_as_adjusted' then 'adjusted_below_floor'
            when 'conflict_of_interest' then 'conflict_above_limit'
            when 'figure_only' then 'no_answers_behind_figure'
            when 'never_green' then 'below_limit'
        end as gate_reason,
        case
            when reported_value is null or gate_code in ('figure_without_answers', 'unit_error') then null
            when gate_code = 'scored_as_adjusted' then adjusted_value
            -- who asks is a risk and no finding: without an adjusted figure the reported one stands, never green
            when gate_code = 'conflict_of_interest' then least(reported_value, coalesce(adjusted_value, reported_value))
            else reported_value
        end as scored_value
    from gated
)

select * from final
