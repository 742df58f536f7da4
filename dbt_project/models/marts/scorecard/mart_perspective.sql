-- grain: one row per perspective, organisation unit and period
with

cells as (
    select * from {{ ref('mart_scorecard') }}
    where perspective_code <> 'integrity'
),

company as (
    select * from {{ source('config', 'company') }}
),

summed as (
    select
        org_unit_id,
        period_kind,
        period_id,
        period_start_on,
        perspective_code,
        {{ float_sum('effective_weight * score') }} / nullif({{ float_sum('effective_weight') }}, 0) as score,
        coalesce(max(measured_weight_share), 0) as measured_weight_share,
        count(*) filter (where weight > 0) as weighted_kpi_count,
        count(*) filter (where weight > 0 and score is not null) as scored_kpi_count,
        count(*) filter (where status_code = 'not_scorable') as not_scorable_kpi_count
    from cells
    group by org_unit_id, period_kind, period_id, period_start_on, perspective_code
),

final as (
    select
        summed.org_unit_id,
        summed.period_kind,
        summed.period_id,
        summed.period_start_on,
        summed.perspective_code,
        perspectives.perspective_name_en,
        perspectives.perspective_name_zh,
        coalesce(weights.weight, perspectives.default_weight) as perspective_weight,
        case when summed.measured_weight_share >= company.least_measured_share then summed.score end as score,
        summed.measured_weight_share,
        summed.weighted_kpi_count,
        summed.scored_kpi_count,
        summed.not_scorable_kpi_count,
        case
            when summed.weighted_kpi_count = 0 then 'no_target'
            when summed.score is null or summed.measured_weight_share < company.least_measured_share then 'not_rated'
            else {{ colour('summed.score') }}
        end as status_code,
        'score-1' as method_version
    from summed
    cross join company
    inner join {{ ref('perspectives') }} as perspectives
        on summed.perspective_code = perspectives.perspective_code
    left join {{ source('config', 'perspective_weight') }} as weights
        on summed.perspective_code = weights.perspective_code
)

select * from final
