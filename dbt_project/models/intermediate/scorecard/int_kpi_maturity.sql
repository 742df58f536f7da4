-- grain: one row per organisation unit and year of which any criterion of implementation was measured
with

criteria as (
    select * from {{ ref('mart_maturity') }}
),

-- a month decides no criterion: touchpoints, savings and appraisals are told by the year
final as (
    select
        'I07' as kpi_id,
        org_unit_id,
        'year' as period_kind,
        period_id,
        {{ float_sum('criterion_score / 100') }} as numerator,
        cast(count(criterion_score) as double) as denominator,
        count(criterion_score) as n,
        {{ ratio('count(criterion_score)', 'count(*)') }} as coverage_share
    from criteria
    group by org_unit_id, period_id
    having count(criterion_score) > 0
)

select * from final
