-- grain: one row per KPI, organisation unit and period whose figure is withheld
with

-- satisfaction is told by the year's main survey, the company's estimate by the same answers
asked as (
    select
        counts.kpi_id,
        counts.org_unit_id,
        counts.period_kind,
        counts.period_id,
        case
            when counts.kpi_id not in ('C01', 'C02') then {{ kpi_cell_id('counts') }}
            when counts.org_unit_id = 'company'
                then 'answers:' || main_surveys.survey_id || ':company:' || counts.period_id
            when counts.kpi_id = 'C01'
                then
                    'answers:' || main_surveys.survey_id || ':' || 'branch=' || substr(counts.org_unit_id, 8)
                    || ':' || counts.period_id
        end as cell_id
    from {{ ref('agg_kpi_counts') }} as counts
    inner join {{ ref('kpis') }} as catalogue
        on counts.kpi_id = catalogue.kpi_id
    left join {{ ref('int_main_survey') }} as main_surveys
        on main_surveys.year_start_on = {{ period_start("'year'", 'counts.period_start_on') }}
    where catalogue.is_opinion
),

final as (
    select asked.* exclude (cell_id)
    from asked
    inner join {{ ref('int_opinion_withheld') }} as withheld
        on asked.cell_id = withheld.cell_id
)

select * from final
