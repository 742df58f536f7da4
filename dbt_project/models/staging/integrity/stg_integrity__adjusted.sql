-- grain: one row per unit, and per company, survey and period
with

assessed as (
    select * from {{ source('integrity', 'adjusted') }}
),

-- a column in which a run found nothing has no type of its own
final as (
    select
        cast(scope_kind as varchar) as scope_kind,
        cast(scope_id as varchar) as scope_id,
        cast(survey_id as varchar) as survey_id,
        cast(period_kind as varchar) as period_kind,
        cast(period_id as varchar) as period_id,
        cast(reported_share as double) as reported_share,
        cast(reported_count as bigint) as reported_count,
        cast(adjusted_share as double) as adjusted_share,
        cast(lower_share as double) as lower_share,
        cast(upper_share as double) as upper_share,
        cast(independent_count as bigint) as independent_count,
        cast(basis_code as varchar) as basis_code,
        cast(reason_code as varchar) as reason_code,
        cast(assumption_share as double) as assumption_share,
        cast(at_face_share as double) as at_face_share,
        cast(half_hidden_share as double) as half_hidden_share,
        cast(coverage_share as double) as coverage_share,
        cast(scenario_lower_share as double) as scenario_lower_share,
        cast(scenario_upper_share as double) as scenario_upper_share,
        cast(method_version as varchar) as method_version
    from assessed
)

select * from final
