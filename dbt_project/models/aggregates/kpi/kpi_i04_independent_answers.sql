-- grain: one row per organisation unit and period with answers to the year's main survey
with

cells as (
    select
        cells.month_start_on as event_on,
        cells.branch_id,
        cells.answered_count,
        cells.collector_org_code
    from {{ ref('agg_satisfaction_cells') }} as cells
    inner join {{ ref('int_main_survey') }} as main_surveys
        on
            cells.survey_id = main_surveys.survey_id
            and main_surveys.year_start_on = {{ period_start("'year'", 'cells.month_start_on') }}
),

-- an answer of which nobody says who asked for it is not independent: that is what has to be shown
{{ kpi_cells(
    'I04',
    'cells',
    numerator="coalesce(sum(answered_count) filter (where collector_org_code in ('third_party', 'self')), 0)",
    denominator='sum(answered_count)',
    n='sum(answered_count)',
    covered='coalesce(sum(answered_count) filter (where collector_org_code is not null), 0)',
    coverage_of='sum(answered_count)',
) }}

select * from final
