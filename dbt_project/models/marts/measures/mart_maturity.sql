-- grain: one row per organisation unit, year of the company and criterion of implementation
with

touchpoints as (
    select
        period_id,
        cast(count(*) filter (where measured_code = 'measured') as double) as numerator,
        cast(count(touchpoint_id) as double) as denominator
    from {{ ref('mart_touchpoint') }}
    group by period_id
),

counts as (
    select
        figures.kpi_id,
        figures.org_unit_id,
        figures.period_id,
        figures.numerator,
        figures.denominator
    from {{ ref('agg_kpi_counts') }} as figures
    left join {{ ref('int_kpi_withheld') }} as withheld
        on {{ same_figure('figures', 'withheld') }}
    where figures.period_kind = 'year' and withheld.kpi_id is null
    union all
    select
        'touchpoint' as kpi_id,
        'company' as org_unit_id,
        period_id,
        numerator,
        denominator
    from touchpoints
    union all
    select
        'value' as kpi_id,
        'company' as org_unit_id,
        period_id,
        numerator,
        denominator
    from {{ ref('mart_customer_value') }}
    where value_measure_code = 'total_cost' and subject_kind_code = 'company'
),

-- a third of the time is what the essay asks for; of what is contradicted, or conflicted, less is more
scored as (
    select
        units.org_unit_id,
        periods.period_id,
        periods.period_start_on,
        criteria.criterion_no,
        criteria.criterion_code,
        criteria.evidence,
        {{ ratio('counts.numerator', 'counts.denominator') }} as measured_share,
        100 * {{ criterion_share('criteria.criterion_code', 'measured_share') }} as criterion_score
    from {{ ref('int_company_period') }} as periods
    cross join {{ ref('dim_org_unit') }} as units
    cross join {{ maturity_criteria() }}
    left join counts
        on
            criteria.kpi_id = counts.kpi_id and units.org_unit_id = counts.org_unit_id
            and periods.period_id = counts.period_id
    where periods.period_kind = 'year'
),

final as (
    select
        *,
        {{ float_mean('criterion_score') }} over of_unit as maturity_index,
        count(criterion_score) over of_unit as measured_criterion_count,
        case when criterion_score is null then 'not_measured' else 'measured' end as measured_code
    from scored
    window of_unit as (partition by org_unit_id, period_id)
)

select * from final
