-- grain: one row per organisation unit with executives and period of the company
with

executive_periods as (
    select
        executive_periods.*,
        people.branch_id
    from {{ ref('int_executive_period') }} as executive_periods
    inner join {{ ref('dim_person') }} as people
        on executive_periods.person_id = people.person_id
),

-- executives without any record count with their working time: an empty calendar is no excuse; but if nobody has any,
-- nothing was measured
final as (
    select
        'G01' as kpi_id,
        units.org_unit_id,
        executive_periods.period_kind,
        executive_periods.period_start_on,
        case when bool_or(executive_periods.has_records) then sum(executive_periods.customer_minutes) end as numerator,
        sum(executive_periods.working_minutes) as denominator,
        count(*) as n,
        count(*) filter (where executive_periods.has_records) as covered_count,
        count(*) as coverage_of_count,
        cast(null as double) as sum_of_squares
    from executive_periods
    cross join {{ org_units('executive_periods') }}
    where units.org_unit_id is not null
    group by units.org_unit_id, executive_periods.period_kind, executive_periods.period_start_on
)

select * from final
