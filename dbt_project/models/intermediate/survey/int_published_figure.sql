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
        {{ period_kind_of('period_label') }} as period_kind,
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
        end as figure_suffix,
        -- what outsiders found of the same unit, period and measure
        avg(result_value) filter (where reported_by_org in ('inspection', 'third_party')) over same_thing
            as inspected_value,
        sum(answered_count) filter (where reported_by_org in ('inspection', 'third_party')) over same_thing
            as inspected_count
    from named
    where period_kind is not null
    window same_thing as (partition by figure_unit_type, figure_unit_key, period_label, measure)
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
        case when coalesce(reported_by_org, 'self') = 'self' then inspected_value end as inspected_value,
        case when coalesce(reported_by_org, 'self') = 'self' then inspected_count end as inspected_count,
        reported_by_org as reported_by_org_code,
        source_document,
        -- a unit that answers do not name (product, other) is held against the company's: never accuse by a gap
        case when figure_unit_type in ('branch', 'team', 'channel') then figure_unit_type else 'company' end
            as answering_type,
        case when figure_unit_type in ('branch', 'team', 'channel') then figure_unit_key else 'company' end
            as answering_key
    from numbered
)

select * from final
