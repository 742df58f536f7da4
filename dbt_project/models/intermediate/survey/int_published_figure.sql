-- grain: one row per published figure, with the unit and period that it speaks of
with

results as (
    select * from {{ ref('stg_survey__published_result') }}
),

named as (
    select
        *,
        coalesce(survey_id, 'unspecified') as figure_survey_id,
        coalesce(unit_type, 'company') as figure_unit_type,
        -- a figure about an owner names nobody in `unit_key`: the owner is a pseudonym of its own
        coalesce(owner_person_id, unit_key, unit_type, 'company') as figure_unit_key,
        case
            when period_label like '____-Q_' then 'quarter'
            when period_label like '____-__' then 'month'
            when period_label like '____' then 'year'
        end as period_kind,
        {{ period_first_day('period_label') }} as period_start_on
    from results
),

-- several figures of one unit and period (two documents, two measures) stay apart
numbered as (
    select
        *,
        case
            when row_number() over (
                partition by figure_survey_id, figure_unit_type, figure_unit_key, period_label
                order by measure desc, published_at asc, result_id asc
            ) > 1 then ':' || result_id
            else ''
        end as figure_suffix
    from named
    where period_kind is not null
),

final as (
    select
        'published:' || figure_survey_id || ':' || figure_unit_type || '=' || figure_unit_key || figure_suffix
            as subject_id,
        result_id,
        figure_survey_id as survey_id,
        figure_unit_type as unit_type,
        figure_unit_key as unit_key,
        period_kind,
        period_label as period_id,
        period_start_on,
        {{ period_end('period_kind', 'period_start_on') }} as period_end_on,
        measure as measure_code,
        result_value,
        scale_min,
        scale_max,
        answered_count as published_count,
        reported_by_org as reported_by_org_code,
        source_document
    from numbered
)

select * from final
