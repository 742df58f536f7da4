-- grain: one row per unit, and per company, survey and period
with

adjusted as (
    select * from {{ ref('stg_integrity__adjusted') }}
),

company as (
    select * from {{ source('config', 'company') }}
),

marked as (
    select
        adjusted.*,
        coalesce(units.is_withheld, false)
        or withheld.cell_id is not null
        or coalesce(adjusted.reported_count < company.smallest_cell, false) as is_withheld
    from adjusted
    cross join company
    left join {{ ref('dim_unit') }} as units
        on adjusted.scope_id = units.unit_id
    left join {{ ref('int_opinion_withheld') }} as withheld
        on
            case
                when adjusted.scope_kind = 'company'
                    then 'answers:' || adjusted.survey_id || ':company:' || adjusted.period_id
            end = withheld.cell_id
),

final as (
    select
        scope_kind,
        scope_id,
        survey_id,
        period_kind,
        period_id,
        case when not is_withheld then reported_share end as reported_share,
        case when not is_withheld then reported_count end as reported_count,
        case when not is_withheld then adjusted_share end as adjusted_share,
        case when not is_withheld then lower_share end as adjusted_lower_share,
        case when not is_withheld then upper_share end as adjusted_upper_share,
        case when not is_withheld then independent_count end as independent_count,
        basis_code,
        reason_code,
        assumption_share,
        case when not is_withheld then at_face_share end as at_face_share,
        case when not is_withheld then half_hidden_share end as half_hidden_share,
        case when not is_withheld then coverage_share end as coverage_share,
        case when not is_withheld then scenario_lower_share end as scenario_lower_share,
        case when not is_withheld then scenario_upper_share end as scenario_upper_share,
        method_version,
        is_withheld
    from marked
)

select * from final
