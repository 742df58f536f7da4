-- grain: one row per KPI, organisation unit and period
with

counts as (
    select
        counts.*,
        -- only satisfaction speaks of people's answers; three executives are no secret
        counts.kpi_id = 'C01' and counts.n between 1 and company.smallest_cell - 1 as is_withheld
    from {{ ref('agg_kpi_counts') }} as counts
    cross join {{ source('config', 'company') }} as company
),

intervals as (
    select * from {{ ref('stg_integrity__kpi_interval') }}
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
        case when not counts.is_withheld then {{ ratio('counts.numerator', 'counts.denominator') }} end as value,
        case when not counts.is_withheld then counts.n end as n,
        case when not counts.is_withheld then counts.coverage_share end as coverage_share,
        counts.currency_code,
        case when not counts.is_withheld then intervals.lower_value end as lower_value,
        case when not counts.is_withheld then intervals.upper_value end as upper_value,
        coalesce(intervals.interval_method, 'none') as interval_method,
        counts.is_withheld
    from counts
    left join intervals
        on
            counts.kpi_id = intervals.kpi_id
            and counts.org_unit_id = intervals.org_unit_id
            and counts.period_kind = intervals.period_kind
            and counts.period_id = intervals.period_id
)

select * from final
