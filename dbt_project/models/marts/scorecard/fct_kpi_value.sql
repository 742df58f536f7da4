-- grain: one row per KPI, organisation unit and period
with

-- implementation is no count of its own: it is the mean of what other figures say
counts as (
    select
        counts.* exclude (numerator, denominator, n, coverage_share),
        coalesce(maturity.numerator, counts.numerator) as numerator,
        coalesce(maturity.denominator, counts.denominator) as denominator,
        coalesce(maturity.n, counts.n) as n,
        coalesce(maturity.coverage_share, counts.coverage_share) as coverage_share,
        -- what people said of themselves is withheld where they are few; three executives are no secret
        withheld.kpi_id is not null as is_withheld
    from {{ ref('agg_kpi_counts') }} as counts
    left join {{ ref('int_kpi_withheld') }} as withheld
        on {{ same_figure('counts', 'withheld') }}
    left join {{ ref('int_kpi_maturity') }} as maturity
        on {{ same_figure('counts', 'maturity') }}
),

intervals as (
    select * from {{ ref('stg_integrity__kpi_interval') }}
),

-- one KPI is no count: the assessment estimates it
estimates as (
    select * from {{ ref('int_kpi_adjusted') }}
),

final as (
    select
        counts.kpi_id,
        counts.org_unit_id,
        counts.period_kind,
        counts.period_id,
        counts.period_start_on,
        counts.kind_code,
        case when not counts.is_withheld then counts.numerator end as numerator,
        case when not counts.is_withheld then counts.denominator end as denominator,
        case
            when not counts.is_withheld then
                coalesce(
                    counts.value_factor * {{ ratio('counts.numerator', 'counts.denominator') }},
                    estimates.adjusted_value
                )
        end as value,
        case when not counts.is_withheld then coalesce(estimates.reported_count, counts.n) end as n,
        case when not counts.is_withheld then counts.coverage_share end as coverage_share,
        counts.currency_code,
        case when not counts.is_withheld then coalesce(estimates.adjusted_lower_value, intervals.lower_value) end
            as lower_value,
        case when not counts.is_withheld then coalesce(estimates.adjusted_upper_value, intervals.upper_value) end
            as upper_value,
        coalesce(estimates.method_version, intervals.interval_method, 'none') as interval_method,
        counts.is_withheld
    from counts
    left join intervals
        on
            counts.kpi_id = intervals.kpi_id
            and counts.org_unit_id = intervals.org_unit_id
            and counts.period_kind = intervals.period_kind
            and counts.period_id = intervals.period_id
    left join estimates
        on
            case when counts.kind_code = 'estimate' then counts.org_unit_id end = estimates.org_unit_id
            and counts.period_kind = estimates.period_kind
            and counts.period_id = estimates.period_id
            and estimates.adjusted_value is not null
)

select * from final
