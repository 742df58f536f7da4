-- grain: one row per organisation unit, year and main survey: which mean rating is wanted
with

wanted as (
    select * from {{ ref('agg_scorecard_lint') }}
    where is_mean_satisfaction
),

-- two surveys may have two scales: the target is that of the survey that most answers belong to
final as (
    select
        wanted.org_unit_id,
        wanted.period_id,
        main_surveys.survey_id,
        cast(case scales.scale_direction
            when 'low_good' then scales.scale_max - wanted.target_value
            else wanted.target_value - scales.scale_min
        end as double) as target_level,
        {{ step_count('scales') }} + 1 as level_count
    from wanted
    inner join {{ ref('int_main_survey') }} as main_surveys
        on wanted.period_id = cast(year(main_surveys.year_start_on) as varchar)
    inner join {{ ref('int_survey_scale') }} as scales
        on main_surveys.survey_id = scales.survey_id and scales.survey_version is null
    where
        wanted.target_value between scales.scale_min and scales.scale_max
        and {{ step_count('scales') }} is not null
    qualify row_number() over (
        partition by wanted.org_unit_id, wanted.period_id, main_surveys.survey_id
        order by wanted.kpi_id = 'C01' desc, wanted.kpi_id asc
    ) = 1
)

select * from final
